"""Writes losses.json: values and gradients of losses as PyTorch and torchvision compute them in float64.

    python losses.py > losses.json        with torch and torchvision; the file says which versions

Inputs are drawn once and written beside the results, rounded to float32, so that nothing has to be drawn again.
"""

import json
import math
import sys

import torch
import torchvision
import torch.nn.functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

torch.manual_seed(20)
torch.set_default_dtype(torch.float64)

IGNORED = 255
ALPHA, BETA, TOP_K, LEAST_SCORE, LEAST_IOU = 0.5, 6, 10, 1e-6, 0.01


def drawn(*shape):
    return torch.randn(*shape).float().double()


def flat(tensor):
    return tensor.detach().reshape(-1).tolist()


def cross_entropy(logits, labels, weights, smoothing):
    logits = logits.clone().requires_grad_()
    loss = F.cross_entropy(
        logits,
        labels,
        weight=torch.tensor(weights) if weights else None,
        ignore_index=IGNORED,
        label_smoothing=smoothing,
    )
    loss.backward()
    return {
        "logits": flat(logits),
        "shape": list(logits.shape),
        "labels": labels.reshape(-1).tolist(),
        "weights": weights,
        "smoothing": smoothing,
        "loss": loss.item(),
        "gradient": flat(logits.grad),
    }


def cross_entropies():
    images, image_labels = drawn(5, 4) * 2, torch.tensor([0, 3, 1, 1, 2])
    pixels = drawn(2, 3, 3, 4) * 2
    masks = torch.randint(0, 3, (2, 3, 4))
    masks[0, 0] = IGNORED
    masks[1, 2, 1:3] = IGNORED
    options = [([], 0.0), ([], 0.1), ([0.5, 2.0, 0.0, 1.25], 0.0), ([0.5, 2.0, 0.25, 1.25], 0.2)]
    return {
        "images": [cross_entropy(images, image_labels, w, e) for w, e in options],
        "pixels": [cross_entropy(pixels, masks, w[:3], e) for w, e in options],
    }


def complete_iou():
    truth = torch.tensor([[10.0, 20, 50, 44]]).repeat(8, 1)
    predicted = torch.tensor([
        [12.0, 18, 47, 50],  # overlaps
        [20, 25, 30, 40],  # inside
        [0, 0, 100, 90],  # around
        [60, 50, 90, 70],  # apart
        [11, 21, 51, 45],  # shifted
        [30, 10, 32, 60],  # narrow
        [10.5, 20.25, 50.25, 44.5],  # nearly equal
        [-20, -10, 15, 30],  # partly outside of the image
    ]).requires_grad_()
    losses = torchvision.ops.complete_box_iou_loss(predicted, truth, reduction="none")
    losses.sum().backward()
    return {"predicted": flat(predicted), "truth": flat(truth), "loss": flat(losses), "gradient": flat(predicted.grad)}


def varifocal(p, q, alpha=0.75, gamma=2.0):
    weight = torch.where(q > 0, q, alpha * p.pow(gamma))
    return F.binary_cross_entropy(p, q, reduction="none") * weight


def score_terms():
    p = torch.sigmoid(drawn(12) * 3).float().double().requires_grad_()
    q = torch.tensor([0.0, 0, 0, 0, 0, 0, 0.1, 0.3, 0.5, 0.75, 0.9, 1.0]).float().double()
    cases = {}
    for name, function in (("bce", lambda p, q: F.binary_cross_entropy(p, q, reduction="none")), ("varifocal", varifocal)):
        losses = function(p, q)
        (gradient,) = torch.autograd.grad(losses.sum(), p)
        cases[name] = {"loss": flat(losses), "gradient": flat(gradient)}
    return {"scores": flat(p), "targets": flat(q), **cases}


def assigned(boxes, scores, points, known, objects):
    """Task-aligned assignment of one image, object by object and point by point: [(point, object, target)], ignored."""
    claims = []
    for j, (box, label, crowd) in enumerate(objects):
        if crowd:
            continue
        cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        order = sorted(range(len(points)), key=lambda i: (points[i][0] - cx) ** 2 + (points[i][1] - cy) ** 2)
        inside = [i for i in order if box[0] < points[i][0] < box[2] and box[1] < points[i][1] < box[3]]
        candidates = set(inside) | set(order[:TOP_K] if not known else [] if inside else order[:1])
        ious = torchvision.ops.box_iou(torch.tensor(boxes), torch.tensor([box]))[:, 0].nan_to_num().tolist()
        rated = []
        for i in order:  # a stable sort keeps the nearer first among equals
            if i in candidates:
                alignment = max(scores[i][label], LEAST_SCORE) ** ALPHA * max(ious[i], LEAST_IOU) ** BETA
                rated.append((alignment, i, ious[i]))
        rated.sort(key=lambda r: -r[0])
        claims += [(i, j, t, u) for t, i, u in rated[:TOP_K]]
    owned = {}
    for i, j, t, u in claims:
        if i not in owned or u > owned[i][2]:
            owned[i] = (j, t, u)
    positives = []
    for i, (j, t, u) in sorted(owned.items()):
        mine = [o for o in owned.values() if o[0] == j]
        target = t / max(o[1] for o in mine) * max([LEAST_IOU] + [o[2] for o in mine])
        positives.append((i, j, target))
    ignored = [
        i
        for i, (x, y) in enumerate(points)
        if i not in owned and any(c and b[0] < x < b[2] and b[1] < y < b[3] for b, _, c in objects)
    ]
    return positives, ignored


def detection(known, function):
    height, width, classes = 32, 48, 2
    points = [((c + 0.5) * s, (r + 0.5) * s) for s in (8, 16) for r in range(height // s) for c in range(width // s)]
    if not known:
        points = points[:-1]
    images = [
        [([4.0, 5, 30, 29], 0, False), ([20.0, 2, 46, 20], 1, False), ([8.5, 8.5, 10, 10], 1, False)],
        [([2.0, 2, 40, 30], 1, True), ([10.0, 10, 26, 26], 0, False)],
        [],
    ]
    centres = torch.tensor(points).repeat(len(images), 1, 1)
    sizes = 4 + 20 * torch.rand(len(images), len(points), 4)
    boxes = torch.cat([centres - sizes[..., :2] / 2, centres + sizes[..., 2:] / 2], -1).float().double().requires_grad_()
    scores = torch.sigmoid(drawn(len(images), len(points), classes)).float().double().requires_grad_()
    targets, judged = torch.zeros_like(scores), torch.ones(len(images), len(points), 1)
    box_loss, assignments = 0, []
    for n, objects in enumerate(images):
        own = boxes[n].detach()
        centre = [((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for b in own.tolist()]
        positives, ignored = assigned(own.tolist(), scores[n].tolist(), points if known else centre, known, objects)
        judged[n, ignored] = 0
        for i, j, q in positives:
            targets[n, i, objects[j][1]] = q
            truth = torch.tensor([objects[j][0]])
            box_loss = box_loss + q * torchvision.ops.complete_box_iou_loss(boxes[n, i : i + 1], truth, reduction="sum")
        assignments.append({"positives": [[i, j, q] for i, j, q in positives], "ignored": ignored})
    mass = max(1.0, targets.sum().item())
    terms = {"bce": lambda p, q: F.binary_cross_entropy(p, q, reduction="none"), "varifocal": varifocal}[function]
    score_loss = (terms(scores, targets) * judged).sum() / mass
    box_loss = box_loss / mass
    (7.5 * box_loss + 0.5 * score_loss).backward()
    return {
        "known": known,
        "function": function,
        "height": height,
        "width": width,
        "points": len(points),
        "classes": classes,
        "objects": [
            {"corners": [x for b, _, _ in o for x in b], "classes": [c for _, c, _ in o], "crowd": [w for _, _, w in o]}
            for o in images
        ],
        "boxes": flat(boxes),
        "scores": flat(scores),
        "assignments": assignments,
        "box-loss": box_loss.item(),
        "score-loss": score_loss.item(),
        "box-gradient": flat(boxes.grad),
        "score-gradient": flat(scores.grad),
    }


def waves(count, frequency, amplitude):
    return torch.tensor([amplitude * math.sin(frequency * (i + 1)) for i in range(count)]).float().double()


def training():
    """A linear layer, 4 x 147, trained five steps by SGD with momentum on clipped gradients, with a moving average."""
    layer = torch.nn.Linear(147, 4)
    with torch.no_grad():
        layer.weight.copy_(waves(588, 0.37, 0.2).reshape(4, 147))
        layer.bias.copy_(waves(4, 1.1, 0.1))
    images = waves(6 * 147, 0.91, 1.5).reshape(6, 147)
    labels = torch.tensor([0, 1, 2, 3, 0, 1])
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1, momentum=0.9)
    average = AveragedModel(layer, multi_avg_fn=get_ema_multi_avg_fn(0.8), use_buffers=True)
    norms = []
    for _ in range(5):
        optimizer.zero_grad()
        F.cross_entropy(layer(images), labels).backward()
        norms.append(torch.nn.utils.clip_grad_norm_(layer.parameters(), 1.5).item())
        optimizer.step()
        average.update_parameters(layer)
    return {
        "norms": norms,
        "weight": flat(layer.weight),
        "bias": flat(layer.bias),
        "average-weight": flat(average.module.weight),
        "average-bias": flat(average.module.bias),
    }


def main():
    cases = {
        "made-with": {"torch": torch.__version__, "torchvision": torchvision.__version__},
        "cross-entropy": cross_entropies(),
        "complete-iou": complete_iou(),
        "score-terms": score_terms(),
        "detection": [detection(k, f) for k, f in ((True, "bce"), (True, "varifocal"), (False, "bce"))],
        "training": training(),
    }
    json.dump(cases, sys.stdout, separators=(",", ":"))
    print()


main()
