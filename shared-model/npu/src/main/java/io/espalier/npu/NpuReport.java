package io.espalier.npu;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// What one image costs on a device, node by node; nodes run one after the other.
///
/// @param layers every node, in graph order
/// @param host   what is added once an inference
public record NpuReport(NpuProfile profile, List<LayerEstimate> layers, Host host) {

    public NpuReport {
        layers = List.copyOf(layers);
    }

    /// @param linkCycles      the network's inputs and outputs between host and device
    /// @param inferenceCycles fixed
    public record Host(long linkCycles, long inferenceCycles) {

        long cycles() {
            return Math.addExact(linkCycles, inferenceCycles);
        }
    }

    /// The nodes that run on the multipliers.
    public List<LayerEstimate.OnArray> products() {
        return onArray().toList();
    }

    public long denseCycles() {
        return Math.addExact(host.cycles(), all(LayerEstimate::denseCycles));
    }

    public long cycles() {
        return Math.addExact(host.cycles(), all(LayerEstimate::cycles));
    }

    public double denseMilliseconds() {
        return profile.milliseconds(denseCycles());
    }

    public double milliseconds() {
        return profile.milliseconds(cycles());
    }

    /// Multiply-accumulates of all products, zeros included.
    public long macs() {
        return sum(layer -> layer.gemm().macs());
    }

    /// Multiply-accumulates that are not left out.
    public long effectiveMacs() {
        return sum(LayerEstimate.OnArray::effectiveMacs);
    }

    /// Weights of all products at the device's width; without biases and normalisation, which are some bytes a channel.
    public long denseWeightBytes() {
        return sum(LayerEstimate.OnArray::denseWeightBytes);
    }

    /// The same as the device stores them.
    public long weightBytes() {
        return sum(LayerEstimate.OnArray::weightBytes);
    }

    public long foldsTotal() {
        return sum(LayerEstimate.OnArray::foldsTotal);
    }

    public long foldsSkipped() {
        return sum(LayerEstimate.OnArray::foldsSkipped);
    }

    /// Bytes to and from the outer memory; 0 where memory is not modelled.
    public long dramBytes() {
        return all(layer -> layer.traffic().dramBytes());
    }

    public double microjoules() {
        return layers.stream().mapToDouble(LayerEstimate::microjoules).sum();
    }

    /// Effective multiply-accumulates over those that all cores could have done in all cycles, in `[0, 1]`.
    public double utilisation() {
        double possible = (double) cycles()
                * profile.engine().macsPerCycle()
                * profile.cores().count();
        return cycles() == 0 ? 0 : effectiveMacs() / possible;
    }

    /// Fraction of all weights that are 0.
    public double structuralSparsity() {
        return ofWeights(LayerEstimate.WeightFigures::structural);
    }

    /// Fraction of all weights that the device leaves out, ≤ [#structuralSparsity()].
    public double exploitableSparsity() {
        return ofWeights(LayerEstimate.WeightFigures::exploitable);
    }

    /// What most of the cycles are spent waiting for.
    public BoundBy boundBy() {
        return Arrays.stream(BoundBy.values())
                .max(Comparator.comparingLong(this::cyclesBoundBy))
                .filter(bound -> cyclesBoundBy(bound) > 0)
                .orElse(BoundBy.NONE);
    }

    /// Cycles of the layers that wait for `bound` longest.
    public long cyclesBoundBy(BoundBy bound) {
        long once =
                switch (bound) {
                    case LINK -> host.linkCycles();
                    case OVERHEAD -> host.inferenceCycles();
                    case COMPUTE, DRAM, SRAM, POST_OP, NONE -> 0;
                };
        return once + all(layer -> layer.timing().boundBy() == bound ? layer.cycles() : 0);
    }

    private double ofWeights(ToDoubleFunction<LayerEstimate.WeightFigures> share) {
        double weights = 0;
        double bytes = 0;
        for (LayerEstimate.OnArray layer : products()) {
            weights += share.applyAsDouble(layer.weights()) * layer.denseWeightBytes();
            bytes += layer.denseWeightBytes();
        }
        return bytes == 0 ? 0 : weights / bytes;
    }

    private long all(ToLongFunction<LayerEstimate> figure) {
        return layers.stream().mapToLong(figure).reduce(0, Math::addExact);
    }

    private long sum(ToLongFunction<LayerEstimate.OnArray> figure) {
        return onArray().mapToLong(figure).sum();
    }

    private Stream<LayerEstimate.OnArray> onArray() {
        return layers.stream().filter(LayerEstimate.OnArray.class::isInstance).map(LayerEstimate.OnArray.class::cast);
    }
}
