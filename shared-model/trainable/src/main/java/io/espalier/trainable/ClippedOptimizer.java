package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import java.util.List;

/// Scales the gradient `g` of all parameters together to an L2 norm of at most `c` before another optimizer's step:
/// `g ← g · min(1, c / (‖g‖₂ + 10⁻⁶))`. Weight decay comes after, unclipped.
///
/// Sources: Pascanu et al., arXiv:1211.5063, algorithm 1; `torch.nn.utils.clip_grad_norm_` of PyTorch 2.15.
///
/// @param optimizer of the same graph
/// @param maxNorm   c > 0
record ClippedOptimizer(TrainableGraph graph, Optimizer optimizer, double maxNorm) implements Optimizer {

    /// Keeps the quotient finite, same source.
    private static final double EPSILON = 1e-6;

    @Override
    public void step(double learningRate) {
        graph.changeGradients(this::clip);
        optimizer.step(learningRate);
    }

    private void clip(List<? extends NDArray> gradients) {
        double scale = maxNorm / (norm(gradients) + EPSILON);
        if (!(scale >= 1)) { // negated, so that a gradient that is not a number stays one and ends the run
            gradients.forEach(gradient -> gradient.muli((float) scale));
        }
    }

    /// `‖g‖₂`: squares are summed by libtorch within a tensor, and in float64 between tensors.
    private static double norm(List<? extends NDArray> gradients) {
        double squares = 0;
        for (NDArray gradient : gradients) {
            squares += gradient.square().sum().getFloat();
        }
        return Math.sqrt(squares);
    }

    @Override
    public byte[] state() {
        return optimizer.state();
    }

    @Override
    public void restore(byte[] state) {
        optimizer.restore(state);
    }
}
