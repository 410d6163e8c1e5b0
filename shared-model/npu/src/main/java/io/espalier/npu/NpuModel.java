package io.espalier.npu;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The cost of a network on a device, one image at a time.
///
/// Matrix products run on the array; what follows them element by element is fused where it can be; everything else
/// runs on the vector unit, one operation a lane and cycle. Nothing overlaps and memory is never waited for. A layer
/// without any weight left takes no cycle, though its constant result would still have to be written.
public final class NpuModel {

    private final Values values;
    private final Lowering lowering;
    private final NpuProfile profile;
    /// Values whose elements can still be worked on as they leave the array.
    private final Set<String> leaving = new HashSet<>();

    private NpuModel(Graph trainingForm, NpuProfile profile) {
        this.values = Values.ofOneImage(trainingForm);
        this.lowering = new Lowering(values);
        this.profile = profile;
    }

    /// @param trainingForm constants folded; zero tiles are found in its weights as they are
    /// @throws io.espalier.contracts.PipelineException.Permanent `MODEL_INVALID` if a shape cannot be told without
    ///     running the model, `OPERATOR_UNSUPPORTED` if a product's operands have no cost here
    public static NpuReport estimate(Graph trainingForm, NpuProfile profile) {
        return new NpuModel(trainingForm, profile).estimate();
    }

    private NpuReport estimate() {
        List<LayerEstimate> layers = new ArrayList<>();
        for (Node node : values.nodes()) {
            layers.add(estimate(node));
        }
        return new NpuReport(profile, layers);
    }

    private LayerEstimate estimate(Node node) {
        String name = node.name().isEmpty() ? node.output() : node.name();
        String operator = node.operator().type();
        return switch (lowering.lower(node)) {
            case Work.Product product -> onArray(node, name, product);
            case Work.Elementwise work
            when isFused(node, work) -> {
                markLeaving(node);
                yield new LayerEstimate.Free(name, operator, LayerEstimate.Reason.FUSED);
            }
            case Work.Elementwise work -> onVectorUnit(name, operator, work.operations());
            case Work.Gathered work -> onVectorUnit(name, operator, work.operations());
            case Work.Nothing nothing -> new LayerEstimate.Free(name, operator, nothing.reason());
        };
    }

    private LayerEstimate onArray(Node node, String name, Work.Product product) {
        if (product.scattered() == 0) {
            markLeaving(node);
        }
        SystolicArray array = profile.array();
        Gemm gemm = product.gemm();
        WeightMatrix weights = product.weights();
        boolean skips = profile.sparsity() == Sparsity.TILE_SKIP;
        WeightTiles tiles = skips && weights != null ? WeightTiles.of(weights, array) : WeightTiles.dense(gemm, array);
        long scatter = Math.ceilDiv(product.scattered(), profile.vectorLanes());
        long cycles = tiles.cycles(array.fold(gemm)) + scatter;
        long effectiveMacs = Math.multiplyExact(gemm.m(), tiles.stored());
        return new LayerEstimate.OnArray(
                name,
                node.operator().type(),
                gemm,
                array.cycles(gemm) + scatter,
                cycles,
                tiles.total(),
                tiles.total() - tiles.keptTotal(),
                effectiveMacs,
                weights == null ? 0 : gemm.weights(),
                weights == null ? 0 : skips ? tiles.storedBytes(gemm) : gemm.weights(),
                array.utilisation(effectiveMacs, cycles));
    }

    private LayerEstimate onVectorUnit(String name, String operator, long operations) {
        return new LayerEstimate.OnVectorUnit(
                name, operator, operations, Math.ceilDiv(operations, profile.vectorLanes()));
    }

    /// Whether one operand leaves the array just before, element for element.
    private boolean isFused(Node node, Work.Elementwise work) {
        return node.inputs().stream()
                .anyMatch(input -> leaving.contains(input) && values.elements(node, input) == work.operations());
    }

    /// A value that others read too has to be stored as it is, so its readers start from memory.
    private void markLeaving(Node node) {
        if (values.hasOneReader(node.output())) {
            leaving.add(node.output());
        }
    }
}
