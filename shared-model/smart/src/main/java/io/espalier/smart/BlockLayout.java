package io.espalier.smart;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneSpec;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Tensor;
import java.util.List;

/// All blocks of a graph that may be removed, numbered layer after layer in graph order.
///
/// @param layers prunable layers in graph order
public record BlockLayout(List<PrunableLayer> layers) {

    public BlockLayout {
        layers = List.copyOf(layers);
    }

    /// The blocks of a model under a spec.
    ///
    /// @param trainingForm convolutions and fully connected layers with their weights as initializers of their
    ///     own
    public static BlockLayout of(Graph trainingForm, PruneSpec spec) {
        return new BlockLayout(PrunableNodes.of(trainingForm, spec).stream()
                .map(candidate -> layer(candidate, spec.pattern()))
                .toList());
    }

    private static PrunableLayer layer(PrunableNodes.Candidate candidate, BlockPattern pattern) {
        long[] shape = candidate.weight().shape();
        int taps = 1;
        for (int axis = 2; axis < shape.length; axis++) {
            taps *= Math.toIntExact(shape[axis]);
        }
        int out = Math.toIntExact(shape[0]);
        int in = Math.toIntExact(shape[1]);
        return switch (pattern) {
            case BlockPattern.Tile tile ->
                new PrunableLayer(
                        candidate.node(), candidate.weightName(), out, in, taps, tile.outChannels(), tile.inChannels());
            case BlockPattern.Channel ignored ->
                new PrunableLayer(candidate.node(), candidate.weightName(), out, in, taps, 1, 0);
            case BlockPattern.Im2col ignored -> throw unavailable(pattern);
            case BlockPattern.NOfM ignored -> throw unavailable(pattern);
            case BlockPattern.TileNOfM ignored -> throw unavailable(pattern);
        };
    }

    private static PipelineException unavailable(BlockPattern pattern) {
        return new PipelineException.Permanent(
                ErrorCode.SPEC_INVALID, "prune.pattern " + pattern.label() + " is not available in this version");
    }

    /// Number of blocks of all layers.
    public int blocks() {
        return layers.stream().mapToInt(PrunableLayer::blocks).sum();
    }

    /// Number of weights of all layers.
    public long weights() {
        return layers.stream().mapToLong(PrunableLayer::weights).sum();
    }

    /// Index one past the last block of each layer, ascending; the last is [#blocks()].
    public int[] ends() {
        int[] ends = new int[layers.size()];
        int end = 0;
        for (int l = 0; l < ends.length; l++) {
            end += layers.get(l).blocks();
            ends[l] = end;
        }
        return ends;
    }

    /// Counts exact zeros in a graph's weights: what the file has, whatever its mask says.
    ///
    /// @param graph         read from the bytes in question; has this layout's weights
    /// @param targetRemoved blocks that the spec asked to remove
    public BudgetCount recount(Graph graph, long targetRemoved) {
        long removed = 0;
        long zeros = 0;
        for (PrunableLayer layer : layers) {
            float[] weights = weights(graph, layer);
            for (boolean nonZero : layer.nonZero(weights)) {
                removed += nonZero ? 0 : 1;
            }
            for (float weight : weights) {
                zeros += weight == 0.0f ? 1 : 0;
            }
        }
        return new BudgetCount(blocks(), removed, targetRemoved, weights(), zeros);
    }

    /// The weights of one layer, row-major.
    ///
    /// @throws IllegalArgumentException if `graph` is not of this layout
    public static float[] weights(Graph graph, PrunableLayer layer) {
        Tensor weight = graph.initializers().get(layer.weight());
        if (weight == null || weight.size() != layer.weights()) {
            throw new IllegalArgumentException("the graph must have a weight '%s' of %d elements, has %s"
                    .formatted(layer.weight(), layer.weights(), weight));
        }
        return weight.floats();
    }
}
