package io.espalier.trainable;

import ai.djl.ndarray.NDArray;

/// Adam: `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`,
/// `w ← w − η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)`, where `g` includes the decay term `λ w`.
///
/// Source: Kingma and Ba, arXiv:1412.6980, algorithm 1; ε and the decay stand where `torch.optim.Adam` of
/// PyTorch 2.7 has them.
final class Adam implements Optimizer {

    private final TrainableGraph graph;
    private final Moments moments;
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final double weightDecay;
    private long steps;

    /// @param beta1       decay of the first moment, in `[0, 1)`
    /// @param beta2       decay of the second moment, in `[0, 1)`
    /// @param epsilon     > 0
    /// @param weightDecay λ >= 0, on decayed parameters only
    Adam(TrainableGraph graph, double beta1, double beta2, double epsilon, double weightDecay) {
        this.graph = graph;
        this.moments = new Moments(graph, "adam", "mean", "square");
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.weightDecay = weightDecay;
    }

    @Override
    public void step(double learningRate) {
        steps++;
        float rate = (float) (learningRate / (1 - StrictMath.pow(beta1, (double) steps)));
        float rootCorrection = (float) Math.sqrt(1 - StrictMath.pow(beta2, (double) steps));
        graph.update(learningRate, (parameter, weight, gradient) -> {
            NDArray g = Decay.added(gradient, weight, parameter, weightDecay);
            NDArray mean = moments.of("mean", parameter);
            NDArray square = moments.of("square", parameter);
            mean.muli((float) beta1).addi(g.mul((float) (1 - beta1)));
            square.muli((float) beta2).addi(g.mul(g).muli((float) (1 - beta2)));
            try (NDArray scale = square.sqrt();
                    NDArray change = mean.mul(rate)) {
                weight.subi(change.divi(scale.divi(rootCorrection).addi((float) epsilon)));
            }
        });
    }

    @Override
    public byte[] state() {
        return moments.state(steps);
    }

    @Override
    public void restore(byte[] state) {
        steps = moments.restore(state);
    }
}
