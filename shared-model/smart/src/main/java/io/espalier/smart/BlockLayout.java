package io.espalier.smart;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.PruneSpec;
import io.espalier.onnx.Graph;
import io.espalier.smart.channels.ChannelSlice.Role;
import io.espalier.trainable.BlockFactor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All blocks of a graph that may be removed, numbered layer after layer in graph order.
///
/// A graph is multiplied by one factor a block, and after these, if there is an `inner` layout, by one for each of
/// its
/// blocks: a mask is as long as both.
///
/// @param layers prunable layers in graph order
/// @param groups N of M: the blocks are single weights, and which of them go is chosen in each group; null
///     otherwise
/// @param inner  the single weights inside the blocks, N of M; null if blocks are kept whole
public record BlockLayout(
        List<PrunableLayer> layers,
        @Nullable WeightGroups groups,
        @Nullable BlockLayout inner) {

    public BlockLayout {
        layers = List.copyOf(layers);
    }

    /// Blocks that are kept or removed whole.
    public BlockLayout(List<PrunableLayer> layers) {
        this(layers, null, null);
    }

    /// The blocks of a model under a spec.
    ///
    /// @param trainingForm convolutions and fully connected layers with their weights as initializers of their
    ///     own
    public static BlockLayout of(Graph trainingForm, PruneSpec spec) {
        return switch (spec.pattern()) {
            case BlockPattern.Tile tile -> new BlockLayout(cut(trainingForm, spec, tiles(tile)));
            case BlockPattern.Im2col matrix ->
                new BlockLayout(cut(
                        trainingForm, spec, new Cut.Matrix(matrix.outChannels(), matrix.products(), matrix.order())));
            case BlockPattern.Channel ignored -> new BlockLayout(ChannelLayers.of(trainingForm, spec, Role.PRODUCES));
            case BlockPattern.NOfM few -> weights(trainingForm, spec, few, 0);
            case BlockPattern.TileNOfM both ->
                new BlockLayout(
                        cut(trainingForm, spec, tiles(both.tile())),
                        null,
                        weights(trainingForm, spec, both.inner(), both.tile().inChannels()));
        };
    }

    /// The same blocks, but of channels the weights that read them in place of those that make them: where these are
    /// masked a network computes what it computes without the channels, and the loss still has a gradient at each
    /// mask, since the channel itself goes on. Where those that make it are masked, a channel is 0 on both sides of
    /// what reads it and of its normalisation, and so is every gradient.
    public static BlockLayout read(Graph trainingForm, PruneSpec spec) {
        return spec.pattern() instanceof BlockPattern.Channel
                ? new BlockLayout(ChannelLayers.of(trainingForm, spec, Role.READS))
                : of(trainingForm, spec);
    }

    private static Cut tiles(BlockPattern.Tile tile) {
        return new Cut.Tiles(tile.outChannels(), tile.inChannels());
    }

    private static BlockLayout weights(Graph graph, PruneSpec spec, BlockPattern.NOfM few, int span) {
        WeightGroups groups = new WeightGroups(few.kept(), few.group(), span);
        return new BlockLayout(cut(graph, spec, WeightGroups.EACH_WEIGHT), groups, null);
    }

    private static List<PrunableLayer> cut(Graph graph, PruneSpec spec, Cut cut) {
        return PrunableNodes.of(graph, spec).stream()
                .map(candidate -> layer(candidate, cut))
                .toList();
    }

    private static PrunableLayer layer(PrunableNodes.Candidate candidate, Cut cut) {
        long[] shape = candidate.weight().shape();
        int taps = 1;
        for (int axis = 2; axis < shape.length; axis++) {
            taps *= Math.toIntExact(shape[axis]);
        }
        return new PrunableLayer(
                candidate.node(),
                candidate.weightName(),
                Math.toIntExact(shape[0]),
                Math.toIntExact(shape[1]),
                taps,
                cut);
    }

    /// Number of blocks of all layers; those of `inner` do not count.
    public int blocks() {
        return layers.stream().mapToInt(PrunableLayer::blocks).sum();
    }

    /// Number of factors, and length of a mask: all blocks, those of `inner` at the end.
    public int factors() {
        return blocks() + (inner == null ? 0 : inner.factors());
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

    /// What a trainable graph is multiplied by, in the order of the blocks.
    public List<BlockFactor> blockFactors() {
        List<BlockFactor> factors = new ArrayList<>();
        layers.forEach(layer -> factors.add(factor(layer)));
        if (inner != null) {
            factors.addAll(inner.blockFactors());
        }
        return factors;
    }

    private static BlockFactor factor(PrunableLayer layer) {
        return switch (layer.cut()) {
            case Cut.Tiles tiles -> new BlockFactor.Tiles(layer.weight(), tiles.out(), tiles.in());
            case Cut.Matrix matrix ->
                new BlockFactor.Matrix(
                        layer.weight(),
                        matrix.out(),
                        matrix.products(),
                        matrix.order() == BlockPattern.Order.TAP_MAJOR);
            case Cut.Channels channels ->
                new BlockFactor.Channels(
                        channels.count(),
                        channels.slices().stream()
                                .map(slices -> new BlockFactor.Slices(
                                        slices.parameter(), slices.axis(), slices.positions(), slices.blocks()))
                                .toList());
        };
    }

    /// Which blocks hold anything other than ±0, shape `(blocks)`; those of `inner` do not count.
    public boolean[] nonZero(Graph graph) {
        boolean[] nonZero = new boolean[blocks()];
        int begin = 0;
        for (PrunableLayer layer : layers) {
            boolean[] own = layer.nonZero(graph);
            System.arraycopy(own, 0, nonZero, begin, own.length);
            begin += own.length;
        }
        return nonZero;
    }

    /// As [#nonZero], shape `(factors)`: those of `inner` at the end.
    public boolean[] nonZeroFactors(Graph graph) {
        boolean[] own = nonZero(graph);
        if (inner == null) {
            return own;
        }
        boolean[] all = Arrays.copyOf(own, factors());
        System.arraycopy(inner.nonZeroFactors(graph), 0, all, own.length, all.length - own.length);
        return all;
    }

    /// Counts exact zeros in a graph's weights: what the file has, whatever its mask says.
    ///
    /// Of N of M the blocks that count as removed are `Σ min(zeros of the group, size − N)`: all that must go have
    /// gone if and only if every group is N of M.
    ///
    /// @param graph         read from the bytes in question; has this layout's weights
    /// @param targetRemoved blocks that the spec asked to remove
    public BudgetCount recount(Graph graph, long targetRemoved) {
        boolean[] nonZero = nonZero(graph);
        long removed = 0;
        for (boolean stays : nonZero) {
            removed += stays ? 0 : 1;
        }
        if (groups != null) {
            removed = groups.removed(nonZero, groups.ends(this));
        }
        long zeros =
                layers.stream().mapToLong(layer -> layer.zeroWeights(graph)).sum();
        BudgetCount.Groups few = groups == null ? ofInner(graph) : groups.count(this, nonZero);
        return new BudgetCount(blocks(), removed, targetRemoved, weights(), zeros, List.of(), few);
    }

    private BudgetCount.@Nullable Groups ofInner(Graph graph) {
        if (inner == null || inner.groups == null) {
            return null;
        }
        return inner.groups.count(inner, inner.nonZero(graph));
    }
}
