package io.espalier.trainable;

import java.util.List;
import java.util.stream.Stream;

/// Stochastic gradient descent with momentum: `v ← μ v + g + λ w`, `w ← w − η v`.
///
/// Source: `torch.optim.SGD` of PyTorch 2.7 with dampening 0, not Nesterov; its `fused` form, one pass over memory.
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
        List<ParameterGroup> groups = Stream.of(true, false)
                .map(decayed -> group(decayed, learningRate))
                .filter(group -> !group.parameters().isEmpty())
                .toList();
        graph.update(learningRate, StepScript.SGD, groups);
    }

    private ParameterGroup group(boolean decayed, double learningRate) {
        List<Parameter> parameters = graph.parameters().stream()
                .filter(parameter -> parameter.decayed() == decayed)
                .toList();
        float[] settings = {decayed ? (float) weightDecay : 0, (float) momentum, (float) learningRate};
        return new ParameterGroup(
                settings,
                parameters,
                parameters.stream()
                        .map(parameter -> velocity.of("velocity", parameter))
                        .toList());
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
