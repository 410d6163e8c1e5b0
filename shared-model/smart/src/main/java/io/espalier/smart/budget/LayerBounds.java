package io.espalier.smart.budget;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.LayerBound;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneSpec;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.PrunableLayer;
import io.espalier.smart.Ranking;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How many blocks each layer keeps at least and at most.
///
/// @param ends   index one past the last block of each layer
/// @param floors shape `(layers)`: the larger of `min-keep-per-layer` and `⌈min-kept · blocks⌉`
/// @param caps   shape `(layers)`: `⌊max-kept · blocks⌋`
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record LayerBounds(int[] ends, int[] floors, int[] caps) {

    /// Keeps `0.9 · 10` from becoming 10 blocks.
    private static final double ROUNDING = 1e-9;

    /// @throws PipelineException.Permanent `SPEC_INVALID` if a bound is for no prunable layer, or bounds contradict
    ///     each other
    public static LayerBounds of(BlockLayout layout, PruneSpec spec) {
        List<PrunableLayer> layers = layout.layers();
        int[] floors = layers.stream()
                .mapToInt(layer -> Math.min(spec.minKeepPerLayer(), layer.blocks()))
                .toArray();
        int[] caps = layers.stream().mapToInt(PrunableLayer::blocks).toArray();
        for (LayerBound bound : spec.layers()) {
            int[] matches = matches(bound, layers);
            for (int l : matches) {
                int blocks = layers.get(l).blocks();
                floors[l] = Math.max(floors[l], (int) Math.ceil(bound.minKept() * blocks - ROUNDING));
                caps[l] = Math.min(caps[l], (int)
                        Math.floor(Objects.requireNonNullElse(bound.maxKept(), 1.0) * blocks + ROUNDING));
                requireOrder(layers.get(l), floors[l], caps[l]);
            }
        }
        return new LayerBounds(layout.ends(), floors, caps);
    }

    private static int[] matches(LayerBound bound, List<PrunableLayer> layers) {
        Pattern glob = Pattern.compile(Arrays.stream(bound.match().split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
        int[] matches = IntStream.range(0, layers.size())
                .filter(l -> glob.matcher(layers.get(l).node()).matches()
                        || glob.matcher(layers.get(l).weight()).matches())
                .toArray();
        if (matches.length == 0) {
            throw new PipelineException.Permanent(
                    ErrorCode.SPEC_INVALID,
                    "prune.layers: '%s' must match a prunable layer, by node or weight; there are %s"
                            .formatted(
                                    bound.match(),
                                    layers.stream().map(PrunableLayer::weight).collect(Collectors.joining(", "))));
        }
        return matches;
    }

    private static void requireOrder(PrunableLayer layer, int floor, int cap) {
        if (floor > cap) {
            throw new PipelineException.Permanent(
                    ErrorCode.SPEC_INVALID,
                    ("prune.layers: '%s' has %d blocks, of which at least %d and at most %d would stay; widen"
                                    + " min-kept, max-kept or min-keep-per-layer")
                            .formatted(layer.weight(), layer.blocks(), floor, cap));
        }
    }

    public int blocks() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /// Blocks that stay whatever their scores.
    public int least() {
        return Arrays.stream(floors).sum();
    }

    /// Blocks that can stay.
    public int most() {
        return Arrays.stream(caps).sum();
    }

    int begin(int layer) {
        return layer == 0 ? 0 : ends[layer - 1];
    }

    int size(int layer) {
        return ends[layer] - begin(layer);
    }

    /// The layer of each block, shape `(blocks)`.
    int[] layerOf() {
        int[] layerOf = new int[blocks()];
        for (int l = 0; l < ends.length; l++) {
            Arrays.fill(layerOf, begin(l), ends[l], l);
        }
        return layerOf;
    }

    /// `−(rank in its layer + ½) / size`: taking these from the top takes the same share of every layer.
    double[] withinLayers(double[] scores) {
        double[] relative = new double[scores.length];
        int[] seen = new int[ends.length];
        int[] layerOf = layerOf();
        for (int b : Ranking.descending(scores)) {
            int layer = layerOf[b];
            relative[b] = -(seen[layer]++ + 0.5) / size(layer);
        }
        return relative;
    }
}
