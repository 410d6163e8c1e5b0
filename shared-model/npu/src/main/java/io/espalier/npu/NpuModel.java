package io.espalier.npu;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.npu.engine.Depthwise;
import io.espalier.npu.engine.NonZeros;
import io.espalier.npu.engine.Occupancy;
import io.espalier.onnx.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The cost of a network on a device, one image at a time.
///
/// Kernels run one after the other. Matrix products run on the engine; what follows them element by element is fused
/// where it can be; everything else runs on the vector unit, one operation a lane and cycle. A layer without any
/// weight left takes no time of the multipliers.
public final class NpuModel {

    private NpuModel() {}

    /// @param trainingForm constants folded; its weights' zeros are found as they are
    /// @throws io.espalier.contracts.PipelineException.Permanent `MODEL_INVALID` if a shape cannot be told without
    ///     running the model, `OPERATOR_UNSUPPORTED` if a product's operands have no cost here
    public static NpuReport estimate(Graph trainingForm, NpuProfile profile) {
        return estimate(NpuNetwork.of(trainingForm), profile);
    }

    /// @throws PipelineException.Permanent `SPEC_INVALID` if the profile's figures give more than 2⁶³ − 1 cycles
    public static NpuReport estimate(NpuNetwork network, NpuProfile profile) {
        try {
            NpuReport report = counted(network, profile);
            Math.addExact(report.cycles(), report.denseCycles()); // both are known to be counts
            return report;
        } catch (ArithmeticException overflow) {
            throw new PipelineException.Permanent(
                    ErrorCode.SPEC_INVALID,
                    ("device profile %s: one image would take more than 2^63 cycles (%s); look at clock-hz beside"
                                    + " memory.dram-bytes-per-second, link.bytes-per-second and overhead, and at"
                                    + " engine")
                            .formatted(profile.name(), overflow.getMessage()),
                    overflow);
        }
    }

    private static NpuReport counted(NpuNetwork network, NpuProfile profile) {
        NpuReport whole = lowered(network, profile);
        if (!profile.channelCompaction()) {
            return whole;
        }
        NpuReport compacted = lowered(network.compacted(), profile);
        List<LayerEstimate> layers = new ArrayList<>();
        for (int i = 0; i < whole.layers().size(); i++) {
            layers.add(besides(compacted.layers().get(i), whole.layers().get(i)));
        }
        return new NpuReport(profile, layers, whole.host());
    }

    private static LayerEstimate besides(LayerEstimate compacted, LayerEstimate whole) {
        if (compacted instanceof LayerEstimate.OnArray now && whole instanceof LayerEstimate.OnArray before) {
            return now.besides(before);
        }
        return compacted instanceof LayerEstimate.OnVectorUnit now && whole instanceof LayerEstimate.OnVectorUnit before
                ? now.besides(before)
                : compacted;
    }

    private static NpuReport lowered(NpuNetwork network, NpuProfile profile) {
        List<Kernel> kernels = Kernel.plan(network, profile.vector());
        KernelCost cost = new KernelCost(profile, FeatureMaps.place(network, kernels, profile));
        LayerEstimate[] layers = new LayerEstimate[network.nodes().size()];
        for (Kernel kernel : kernels) {
            layers[kernel.head().index()] = cost.of(kernel);
            kernel.fused().forEach(node -> layers[node.index()] = free(node, LayerEstimate.Reason.FUSED));
        }
        for (LoweredNode node : network.nodes()) {
            if (node.work() instanceof Work.Nothing nothing) {
                layers[node.index()] = free(node, nothing.reason());
            }
        }
        return new NpuReport(profile, Arrays.asList(layers), host(network, profile));
    }

    private static LayerEstimate free(LoweredNode node, LayerEstimate.Reason reason) {
        return new LayerEstimate.Free(node.name(), node.operator(), reason);
    }

    /// The network's inputs and outputs over the link, and what an inference costs however small it is.
    private static NpuReport.Host host(NpuNetwork network, NpuProfile profile) {
        long elements = 0;
        for (LoweredNode.Value value : network.inputs()) {
            elements += value.elements();
        }
        for (LoweredNode.Value value : network.outputs()) {
            elements += value.elements();
        }
        return new NpuReport.Host(
                profile.link().cycles((double) elements * profile.dataType().bytes(), profile.clockHz()),
                profile.cyclesOf(profile.overhead().inferenceMicros()));
    }

    /// What clearing the granules of each weight saves, on devices where savings add up: those that skip tiles on one
    /// core and never wait for memory. On others, and for layers that are done channel by channel, nothing is
    /// listed.
    ///
    /// @throws io.espalier.contracts.PipelineException.Permanent as [#estimate(Graph, NpuProfile)]
    public static List<SkippableWeight> skippable(Graph trainingForm, NpuProfile profile) {
        List<SkippableWeight> weights = new ArrayList<>();
        for (LoweredNode node : NpuNetwork.dense(trainingForm).nodes()) {
            if (node.work() instanceof Work.Product product && product.weights() != null) {
                addSkippable(weights, node.name(), product, product.weights(), profile);
            }
        }
        return weights;
    }

    private static void addSkippable(
            List<SkippableWeight> weights, String node, Work.Product product, Work.Weights weight, NpuProfile profile) {
        boolean byChannel = product.shape().isDepthwise() && profile.depthwise() instanceof Depthwise.Lanes;
        Occupancy.Grid grid = profile.engine().additiveGrid(product.shape(), profile.sparsity());
        if (byChannel || grid == null || profile.cores().count() > 1) {
            return;
        }
        NonZeros nonZeros = weight.nonZeros();
        int granules = Math.toIntExact(Occupancy.of(nonZeros, grid).granules());
        weights.add(new SkippableWeight(
                node,
                weight.name(),
                granules,
                profile.engine().cyclesPerGranule(product.shape()),
                element -> grid.granuleOf(nonZeros.layout(), element)));
    }
}
