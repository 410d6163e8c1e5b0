package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;

/// `CIoU = IoU − ρ² / c² − α v` of pairs of boxes, in `(−2, 1]`: `ρ` the distance of the centres, `c` the diagonal of
/// the smallest box around both, `v = 4 / π² (atan(w' / h') − atan(w / h))²`, `α = v / (1 − IoU + v)`, which counts as
/// a constant when gradients are taken.
///
/// Predicted sides count as at least [#LEAST_SIDE] pixels, so that empty and inverted boxes have finite gradients.
///
/// Source: Zheng et al., arXiv:1911.08287, section 3.3; `torchvision.ops.complete_box_iou_loss` of 0.29, with its
/// epsilon.
final class CompleteIou {

    static final float LEAST_SIDE = 1e-3f;

    private static final float EPSILON = 1e-7f;
    private static final float FOUR_BY_PI_SQUARED = (float) (4 / (Math.PI * Math.PI));

    private CompleteIou() {}

    /// Boxes by coordinate, each of shape `(pairs)`, in pixels.
    record Corners(NDArray x1, NDArray y1, NDArray x2, NDArray y2) {

        NDArray width() {
            return atLeast(x2.sub(x1), LEAST_SIDE);
        }

        NDArray height() {
            return atLeast(y2.sub(y1), LEAST_SIDE);
        }
    }

    /// CIoU of each pair, shape `(pairs)`.
    static NDArray of(Corners predicted, Corners truth) {
        NDArray iou = iou(predicted, truth);
        NDArray shape = shapeDifference(predicted, truth);
        NDArray weight = shape.div(shape.sub(iou).add(1 + EPSILON)).stopGradient(); // α
        return iou.sub(distance(predicted, truth)).sub(weight.mul(shape));
    }

    static NDArray iou(Corners a, Corners b) {
        NDArray width = atLeast(a.x2().minimum(b.x2()).sub(a.x1().maximum(b.x1())), 0);
        NDArray height = atLeast(a.y2().minimum(b.y2()).sub(a.y1().maximum(b.y1())), 0);
        NDArray both = width.mul(height);
        NDArray either =
                a.width().mul(a.height()).add(b.width().mul(b.height())).sub(both);
        return both.div(either.add(EPSILON));
    }

    /// `ρ² / c²`
    private static NDArray distance(Corners a, Corners b) {
        NDArray dx = Taped.over(a.x1().add(a.x2()).sub(b.x1()).sub(b.x2()), 2);
        NDArray dy = Taped.over(a.y1().add(a.y2()).sub(b.y1()).sub(b.y2()), 2);
        NDArray width = a.x2().maximum(b.x2()).sub(a.x1().minimum(b.x1()));
        NDArray height = a.y2().maximum(b.y2()).sub(a.y1().minimum(b.y1()));
        NDArray diagonal = width.square().add(height.square()).add(EPSILON);
        return dx.square().add(dy.square()).div(diagonal);
    }

    /// `v`
    private static NDArray shapeDifference(Corners a, Corners b) {
        NDArray ofB = b.width().div(b.height()).atan();
        NDArray ofA = a.width().div(a.height()).atan();
        return Taped.times(ofB.sub(ofA).square(), FOUR_BY_PI_SQUARED);
    }

    private static NDArray atLeast(NDArray values, float least) {
        return Taped.atLeast(values, least);
    }
}
