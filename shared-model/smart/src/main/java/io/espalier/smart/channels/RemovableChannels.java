package io.espalier.smart.channels;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Conv;
import io.espalier.smart.channels.ChannelSlice.Role;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Which groups of channels a network can do without.
final class RemovableChannels {

    private final Graph graph;
    private final ChannelGroups groups;
    private final boolean[] removed;

    private RemovableChannels(Graph graph, ChannelGroups groups) {
        this.graph = graph;
        this.groups = groups;
        this.removed = new boolean[groups.count()];
        Arrays.fill(removed, true);
    }

    /// @param granule see [Compaction#of]
    /// @return shape `(groups)`
    static boolean[] of(Graph graph, ChannelGroups groups, int granule) {
        RemovableChannels channels = new RemovableChannels(graph, groups);
        groups.slices().stream().filter(slice -> slice.role() == Role.PRODUCES).forEach(channels::keepNonZero);
        channels.keepWhereSharedUnevenly();
        channels.keepOfUnfollowedInputs();
        channels.fillUp(granule);
        return channels.removed;
    }

    private void keepNonZero(ChannelSlice slice) {
        Tensor tensor = graph.constant(slice.initializer()).orElseThrow();
        float[] values = tensor.floats();
        int inner = NarrowedTensor.product(tensor.shape(), slice.axis() + 1, tensor.rank());
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0.0f) {
                keep(slice.groups()[i / inner % slice.groups().length]);
            }
        }
    }

    private void keep(int group) {
        if (group >= 0) {
            removed[group] = false;
        }
    }

    /// One constant that two nodes read with channels of different groups can be narrowed for neither.
    private void keepWhereSharedUnevenly() {
        Map<String, ChannelSlice> seen = new HashMap<>();
        for (ChannelSlice slice : groups.slices()) {
            ChannelSlice other = seen.putIfAbsent(slice.initializer() + "@" + slice.axis(), slice);
            if (other != null && !Arrays.equals(other.groups(), slice.groups())) {
                Arrays.stream(slice.groups()).forEach(this::keep);
                Arrays.stream(other.groups()).forEach(this::keep);
            }
        }
    }

    /// A depthwise convolution has as many groups as input channels; where those are not followed, as of the graph's
    /// input, its outputs have to stay.
    private void keepOfUnfollowedInputs() {
        graph.nodes().stream()
                .filter(node -> node.operator() instanceof Conv conv && conv.group() > 1)
                .filter(node -> !groups.values().containsKey(node.input(0)))
                .forEach(node -> slicesOf(node.output())
                        .forEach(slice -> Arrays.stream(slice.groups()).forEach(this::keep)));
    }

    private List<ChannelSlice> slicesOf(String node) {
        return groups.slices().stream()
                .filter(slice -> slice.node().equals(node))
                .toList();
    }

    /// Keeps zero channels until every weight has a multiple of `granule`, and at least one. What one layer keeps may
    /// be another's too, so layers are looked at until none changes; channels only ever come back.
    private void fillUp(int granule) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (ChannelSlice slice : groups.slices()) {
                changed |= fillUp(slice, granule);
            }
        }
    }

    private boolean fillUp(ChannelSlice slice, int granule) {
        int[] own = slice.groups();
        int kept = (int) Arrays.stream(own).filter(this::stays).count();
        int unit = slice.role() == Role.PRODUCES ? granule : 1;
        int wanted = Math.min(own.length, Math.ceilDiv(Math.max(1, kept), unit) * unit);
        int[] back = IntStream.range(0, own.length)
                .filter(i -> !stays(own[i]))
                .limit(wanted - kept)
                .map(i -> own[i])
                .toArray();
        Arrays.stream(back).forEach(this::keep);
        return back.length > 0;
    }

    private boolean stays(int group) {
        return group < 0 || !removed[group];
    }
}
