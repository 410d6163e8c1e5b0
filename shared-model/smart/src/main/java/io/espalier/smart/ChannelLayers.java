package io.espalier.smart;

import io.espalier.contracts.PruneSpec;
import io.espalier.onnx.Graph;
import io.espalier.smart.channels.ChannelGroups;
import io.espalier.smart.channels.ChannelSlice;
import io.espalier.smart.channels.ChannelSlice.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Channel groups as layers of blocks: groups that the same weights make are one layer, one group a block.
///
/// A group with a row of any excluded layer stays dense. Excluding `depthwise` keeps grouped convolutions as they
/// are; a depthwise convolution only passes channels on, and goes with those of the layer before it.
final class ChannelLayers {

    private final Graph graph;
    private final List<ChannelSlice> produced;
    private final List<ChannelSlice> cut;

    private ChannelLayers(Graph graph, List<ChannelSlice> slices, Role role) {
        this.graph = graph;
        this.produced = ofRole(slices, Role.PRODUCES);
        this.cut = ofRole(slices, role);
    }

    private static List<ChannelSlice> ofRole(List<ChannelSlice> slices, Role role) {
        return slices.stream().filter(slice -> slice.role() == role).toList();
    }

    /// @param role of the slices that the blocks are made of; the blocks are the same for all roles
    static List<PrunableLayer> of(Graph graph, PruneSpec spec, Role role) {
        ChannelGroups groups = ChannelGroups.of(graph);
        return new ChannelLayers(graph, groups.slices(), role).layers(groups.count(), PrunableNodes.dense(graph, spec));
    }

    /// @param dense weights of layers that stay as they are
    private List<PrunableLayer> layers(int count, Set<String> dense) {
        List<Set<Integer>> makers = IntStream.range(0, count)
                .mapToObj(group -> (Set<Integer>) new TreeSet<Integer>())
                .toList();
        boolean[] stays = new boolean[count];
        for (int s = 0; s < produced.size(); s++) {
            for (int group : produced.get(s).groups()) {
                if (group >= 0 && isWeight(produced.get(s))) {
                    makers.get(group).add(s);
                    stays[group] |= dense.contains(produced.get(s).initializer());
                }
            }
        }
        Map<Set<Integer>, List<Integer>> families = new LinkedHashMap<>();
        for (int group = 0; group < count; group++) {
            if (!stays[group] && !makers.get(group).isEmpty()) {
                families.computeIfAbsent(makers.get(group), unseen -> new ArrayList<>())
                        .add(group);
            }
        }
        List<PrunableLayer> layers = new ArrayList<>();
        families.forEach((slices, groups) -> layers.add(layer(slices.iterator().next(), groups, count)));
        return layers;
    }

    private boolean isWeight(ChannelSlice slice) {
        return shape(slice).length > 1;
    }

    private long[] shape(ChannelSlice slice) {
        return graph.constant(slice.initializer()).orElseThrow().shape();
    }

    private PrunableLayer layer(int maker, List<Integer> groups, int count) {
        int[] block = new int[count];
        Arrays.fill(block, -1);
        for (int b = 0; b < groups.size(); b++) {
            block[groups.get(b)] = b;
        }
        ChannelSlice first = produced.get(maker);
        List<ChannelSlices> slices = new ArrayList<>();
        cut.stream()
                .filter(slice -> goesWith(slice, block))
                .sorted(Comparator.comparing(slice -> !slice.equals(first)))
                .forEach(slice -> slices.add(slices(slice, block)));
        long[] shape = shape(first);
        return new PrunableLayer(
                node(first.node()),
                first.initializer(),
                (int) shape[0],
                (int) shape[1],
                (int) (LongStream.of(shape).reduce(1, (a, b) -> a * b) / shape[0] / shape[1]),
                new Cut.Channels(groups.size(), slices));
    }

    private static boolean goesWith(ChannelSlice slice, int[] block) {
        return Arrays.stream(slice.groups()).anyMatch(group -> group >= 0 && block[group] >= 0);
    }

    private ChannelSlices slices(ChannelSlice slice, int[] block) {
        int[] positions = IntStream.range(0, slice.groups().length)
                .filter(at -> slice.groups()[at] >= 0 && block[slice.groups()[at]] >= 0)
                .toArray();
        int[] blocks =
                Arrays.stream(positions).map(at -> block[slice.groups()[at]]).toArray();
        List<Integer> shape =
                LongStream.of(shape(slice)).mapToObj(Math::toIntExact).toList();
        return new ChannelSlices(slice.initializer(), shape, slice.axis(), positions, blocks);
    }

    private String node(String output) {
        return graph.producer(output)
                .filter(node -> !node.name().isEmpty())
                .map(node -> node.name())
                .orElse(output);
    }
}
