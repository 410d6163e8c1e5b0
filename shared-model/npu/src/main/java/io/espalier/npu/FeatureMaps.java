package io.espalier.npu;

import io.espalier.npu.profile.Memory;
import java.util.Arrays;
import java.util.List;

/// Which values stay on chip from the kernel that makes them to the last that reads them.
///
/// First come, first served, in the order in which they are made: a value stays if at every kernel of its life the
/// values that stay already leave room for it. Where in the buffer each lies is not modelled.
final class FeatureMaps {

    private final int[] root;
    private final boolean[] onChip;

    private FeatureMaps(int values) {
        this.root = new int[values];
        this.onChip = new boolean[values];
        Arrays.setAll(root, id -> id);
    }

    static FeatureMaps place(NpuNetwork network, List<Kernel> kernels, NpuProfile profile) {
        FeatureMaps maps = new FeatureMaps(network.values());
        if (profile.memory() instanceof Memory.Buffered memory && memory.featureMapBytes() > 0) {
            maps.nameViews(network);
            maps.fill(
                    network,
                    kernels,
                    memory.featureMapBytes(),
                    profile.dataType().bytes());
        }
        return maps;
    }

    boolean holds(LoweredNode.Value value) {
        return onChip[root[value.id()]];
    }

    private void nameViews(NpuNetwork network) {
        for (LoweredNode node : network.nodes()) {
            boolean view = node.work() instanceof Work.Nothing nothing
                    && nothing.reason() == LayerEstimate.Reason.VIEW
                    && !node.reads().isEmpty();
            if (view) {
                node.writes()
                        .forEach(value ->
                                root[value.id()] = root[node.reads().get(0).id()]);
            }
        }
    }

    private void fill(NpuNetwork network, List<Kernel> kernels, long capacity, int bytes) {
        int[] last = new int[root.length];
        for (int kernel = 0; kernel < kernels.size(); kernel++) {
            for (LoweredNode.Value value : kernels.get(kernel).reads()) {
                last[root[value.id()]] = kernel;
            }
        }
        // What the host reads has to leave the chip.
        network.outputs().forEach(value -> last[root[value.id()]] = Integer.MAX_VALUE);
        long[] used = new long[kernels.size()];
        for (int kernel = 0; kernel < kernels.size(); kernel++) {
            for (LoweredNode.Value value : kernels.get(kernel).writes()) {
                int end = Math.max(kernel, last[value.id()]);
                if (end < used.length) {
                    keep(value.id(), capacity, used, new Life(kernel, end, bytes * value.elements()));
                }
            }
        }
    }

    private void keep(int id, long capacity, long[] used, Life life) {
        for (int kernel = life.from; kernel <= life.to; kernel++) {
            if (used[kernel] + life.bytes > capacity) {
                return;
            }
        }
        onChip[id] = true;
        for (int kernel = life.from; kernel <= life.to; kernel++) {
            used[kernel] += life.bytes;
        }
    }

    /// Kernels from the maker to the last reader, both included.
    private record Life(int from, int to, long bytes) {}
}
