package io.espalier.npu;

import io.espalier.npu.profile.VectorUnit;
import java.util.ArrayList;
import java.util.List;

/// What a device runs as one: a product or a vector operation, and what is done on its results as they leave.
///
/// @param head  the node that gives the kernel its name
/// @param fused nodes that take no time of their own, in graph order
record Kernel(LoweredNode head, List<LoweredNode> fused) {

    /// The last node's results: all that is stored.
    List<LoweredNode.Value> writes() {
        return fused.isEmpty() ? head.writes() : fused.get(fused.size() - 1).writes();
    }

    /// What is read from memory: not what the kernel itself just made.
    List<LoweredNode.Value> reads() {
        List<LoweredNode.Value> reads = new ArrayList<>(head.reads());
        List<LoweredNode.Value> made = new ArrayList<>(head.writes());
        for (LoweredNode node : fused) {
            node.reads().stream().filter(value -> !made.contains(value)).forEach(reads::add);
            made.addAll(node.writes());
        }
        return reads;
    }

    /// A device's kernels in the order in which they run.
    ///
    /// An element-by-element node is fused if one of its operands leaves a product just before, element for
    /// element,
    /// and nothing else reads that operand; with two such operands the later product takes it.
    static List<Kernel> plan(NpuNetwork network, VectorUnit vector) {
        return new Planner(network, vector).plan();
    }

    private static final class Planner {

        private final NpuNetwork network;
        private final VectorUnit vector;
        private final List<Kernel> kernels = new ArrayList<>();
        /// By value: the kernel whose results can still be worked on as they leave.
        private final Kernel[] leaving;

        Planner(NpuNetwork network, VectorUnit vector) {
            this.network = network;
            this.vector = vector;
            this.leaving = new Kernel[network.values()];
        }

        List<Kernel> plan() {
            for (LoweredNode node : network.nodes()) {
                switch (node.work()) {
                    case Work.Product product -> start(node, product.scattered() == 0);
                    case Work.Elementwise work -> fuseOrStart(node, work.operations());
                    case Work.Gathered work -> {
                        if (work.pools() && vector.fusesPools()) {
                            fuseOrStart(node, node.reads().get(0).elements());
                        } else {
                            start(node, false);
                        }
                    }
                    case Work.Nothing ignored -> {}
                }
            }
            return kernels;
        }

        private void start(LoweredNode node, boolean leaves) {
            Kernel kernel = new Kernel(node, new ArrayList<>());
            kernels.add(kernel);
            if (leaves) {
                leave(node, kernel);
            }
        }

        private void leave(LoweredNode node, Kernel kernel) {
            if (network.hasOneReader(node.output())) {
                leaving[node.output().id()] = kernel;
            }
        }

        private void fuseOrStart(LoweredNode node, long elements) {
            Kernel latest = null;
            for (LoweredNode.Value value : node.reads()) {
                Kernel kernel = leaving[value.id()];
                boolean same = kernel != null && value.elements() == elements;
                if (same && (latest == null || kernel.head.index() > latest.head.index())) {
                    latest = kernel;
                }
            }
            if (latest == null) {
                start(node, false);
            } else {
                latest.fused.add(node);
                leave(node, latest);
            }
        }
    }
}
