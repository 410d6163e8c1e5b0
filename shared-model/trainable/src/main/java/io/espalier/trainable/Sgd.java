package io.espalier.trainable;

import ai.djl.ndarray.NDArray;

/// Stochastic gradient descent with momentum: `v ← μ v + g + λ w`, `w ← w − η v`.
///
/// Source: `torch.optim.SGD` of PyTorch 2.7 with dampening 0, not Nesterov.
final class Sgd implements Optimizer {

    private final TrainableGraph graph;
    private final Moments velocity;
    private final double momentum;
    private final double weightDecay;

    /// @param momentum    μ in `[0, 1)`
    /// @param weightDecay λ >= 0, on decayed parameters only
    Sgd(TrainableGraph graph, double momentum, double weightDecay) {
        this.graph = graph;
        this.velocity = new Moments(graph, "sgd", "velocity");
        this.momentum = momentum;
        this.weightDecay = weightDecay;
    }

    @Override
    public void step(double learningRate) {
        graph.update(learningRate, (parameter, weight, gradient) -> {
            NDArray v = velocity.of("velocity", parameter);
            v.muli((float) momentum).addi(Decay.added(gradient, weight, parameter, weightDecay));
            try (NDArray change = v.mul((float) learningRate)) {
                weight.subi(change);
            }
        });
    }

    @Override
    public byte[] state() {
        return velocity.state(0);
    }

    @Override
    public void restore(byte[] state) {
        velocity.restore(state);
    }
}
