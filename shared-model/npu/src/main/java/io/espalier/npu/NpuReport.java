package io.espalier.npu;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// What one image costs on a device, node by node; nodes run one after the other.
///
/// @param layers every node, in graph order
public record NpuReport(NpuProfile profile, List<LayerEstimate> layers) {

    public NpuReport {
        layers = List.copyOf(layers);
    }

    /// The nodes that run on the array.
    public List<LayerEstimate.OnArray> products() {
        return onArray().toList();
    }

    public long denseCycles() {
        return layers.stream().mapToLong(LayerEstimate::denseCycles).sum();
    }

    public long cycles() {
        return layers.stream().mapToLong(LayerEstimate::cycles).sum();
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

    /// Multiply-accumulates within folds that are not skipped.
    public long effectiveMacs() {
        return sum(LayerEstimate.OnArray::effectiveMacs);
    }

    /// Operands of all products at one byte (int8) a weight; without biases and normalisation, which are some bytes a
    /// channel.
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

    /// Effective multiply-accumulates over those that the array could have done in all cycles, in `[0, 1]`.
    public double utilisation() {
        return profile.array().utilisation(effectiveMacs(), cycles());
    }

    private long sum(ToLongFunction<LayerEstimate.OnArray> figure) {
        return onArray().mapToLong(figure).sum();
    }

    private Stream<LayerEstimate.OnArray> onArray() {
        return layers.stream().filter(LayerEstimate.OnArray.class::isInstance).map(LayerEstimate.OnArray.class::cast);
    }
}
