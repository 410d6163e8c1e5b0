"""Makes case.json: ground truth and detections of a small drawn case, and what pycocotools says of them.

    pip install numpy==2.4.6 pycocotools==2.0.11
    python make_case.py > case.json

Corners are multiples of 1/8 and scores multiples of 1/256 (so there are ties) or float32, so that both sides read the
same numbers. Class 4 has detections but no object, class 5 has nothing but crowds. Images 3 and 7 have no object,
images 5 and 7 no detection, image 0 has 150 detections of class 0.
"""

import contextlib
import json
import os

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

CLASSES = 6
IMAGES = 12
EXTENT = 320


def box(rng, side):
    width, height = (int(8 * side * rng.uniform(0.6, 1.6)) / 8 for _ in range(2))
    x, y = (int(8 * rng.uniform(0, EXTENT - min(s, EXTENT - 1))) / 8 for s in (width, height))
    return [x, y, x + width, y + height]


def moved(rng, corners, by):
    x1, y1, x2, y2 = corners
    dx, dy = (x2 - x1) * by, (y2 - y1) * by
    x1, x2 = (int(8 * (x + rng.normal() * dx)) / 8 for x in (x1, x2))
    y1, y2 = (int(8 * (y + rng.normal() * dy)) / 8 for y in (y1, y2))
    return [x1, y1, max(x2, x1 + 1), max(y2, y1 + 1)]


def score(rng):
    return float(np.float32(rng.uniform(0.01, 1))) if rng.random() < 0.5 else int(rng.integers(2, 256)) / 256


def objects(rng, image):
    if image in (3, 7):
        return []
    drawn = []
    for _ in range(rng.integers(3, 14)):
        side = rng.choice([12, 20, 32, 60, 90, 150])
        drawn.append([*box(rng, side), int(rng.integers(0, 4)), int(rng.random() < 0.12)])
    if image % 4 == 0:
        drawn.append([*box(rng, 80), 5, 1])
    # Two objects of the same extent: the same overlap with any detection.
    drawn.append([*drawn[0][:5], 0])
    # Areas exactly on the limits between small, medium and large.
    drawn.append([8, 8, 40, 40, int(rng.integers(0, 4)), 0])
    drawn.append([100, 100, 196, 196, int(rng.integers(0, 4)), 0])
    return drawn


def detections(rng, image, truth):
    if image in (5, 7):
        return []
    drawn = []
    for *corners, category, crowd in truth:
        for _ in range(rng.integers(0, 4) + 4 * crowd):
            seen = category if rng.random() < 0.9 else int(rng.integers(0, CLASSES))
            drawn.append([*moved(rng, corners, rng.choice([0, 0.02, 0.08, 0.2])), seen, score(rng)])
    for _ in range(rng.integers(2, 12)):
        drawn.append([*box(rng, rng.choice([20, 60, 150])), int(rng.integers(0, CLASSES)), score(rng)])
    if image == 0:
        drawn += [[*box(rng, 60), 0, score(rng)] for _ in range(150)]
    rng.shuffle(drawn)
    return [[*d[:4], int(d[4]), d[5]] for d in drawn]


def extent(corners):
    x1, y1, x2, y2 = corners
    return [x1, y1, x2 - x1, y2 - y1]


def judged(images):
    truth = {
        "info": {},
        "images": [{"id": i, "width": EXTENT, "height": EXTENT} for i in range(IMAGES)],
        "categories": [{"id": c, "name": str(c)} for c in range(CLASSES)],
        "annotations": [],
    }
    found = []
    for i, image in enumerate(images):
        for *corners, category, crowd in image["objects"]:
            bbox = extent(corners)
            truth["annotations"].append({"id": len(truth["annotations"]) + 1, "image_id": i, "bbox": bbox,
                                         "area": bbox[2] * bbox[3], "category_id": category, "iscrowd": crowd})
        for *corners, category, confidence in image["detections"]:
            found.append({"image_id": i, "bbox": extent(corners), "category_id": category, "score": confidence})
    with open(os.devnull, "w") as quiet, contextlib.redirect_stdout(quiet):
        coco = COCO()
        coco.dataset = truth
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes(found), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    precision = evaluation.eval["precision"][:, :, :, 0, 2]
    classes = [float(p[p > -1].mean()) if (p > -1).any() else None for p in np.moveaxis(precision, 2, 0)]
    return {"stats": [float(s) for s in evaluation.stats], "classes": classes}


def case(seed):
    rng = np.random.default_rng(seed)
    images = []
    for i in range(IMAGES):
        truth = objects(rng, i)
        images.append({"objects": truth, "detections": detections(rng, i, truth)})
    return {"images": images, "expected": judged(images)}


def plain(value):
    return value.item() if isinstance(value, np.generic) else value


if __name__ == "__main__":
    result = case(20240817)
    rows = [",\n".join(f'   "{kind}": {json.dumps(image[kind], default=plain)}' for kind in ("objects", "detections"))
            for image in result["images"]]
    print('{"expected": ' + json.dumps(result["expected"]) + ',\n "images": [')
    print(",\n".join("  {\n" + row + "}" for row in rows))
    print("]}")
