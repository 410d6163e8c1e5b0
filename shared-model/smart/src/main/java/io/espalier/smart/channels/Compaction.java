package io.espalier.smart.channels;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes a network physically smaller: channels that are zero everywhere are cut out of every weight that makes or
/// reads them. The outputs stay the same up to the order of summation.
public final class Compaction {

    private Compaction() {}

    /// @param pruned  in training form; a channel goes if all that makes it is exactly 0, and at least one stays
    ///     everywhere
    /// @param granule channels that a device computes at once: where a layer keeps some but no multiple of it, zero
    ///     channels stay to fill it up, for they cost nothing there; 1 = all go
    /// @return without the names and types of values between the layers, which the file may state
    /// @throws IllegalArgumentException if `granule` is below 1
    public static Graph of(Graph pruned, int granule) {
        if (granule < 1) {
            throw new IllegalArgumentException("granule must be at least 1, was " + granule);
        }
        ChannelGroups groups = ChannelGroups.of(pruned);
        boolean[] removed = RemovableChannels.of(pruned, groups, granule);
        Map<String, Tensor> tensors = new LinkedHashMap<>(pruned.initializers());
        Set<String> cut = new LinkedHashSet<>();
        for (ChannelSlice slice : groups.slices()) {
            // Nodes that share a constant share its channels too, so it is cut once.
            if (cut.add(slice.initializer() + "@" + slice.axis())) {
                tensors.computeIfPresent(
                        slice.initializer(),
                        (name, tensor) -> NarrowedTensor.of(tensor, slice.axis(), slice.groups(), removed));
            }
        }
        NarrowedNodes narrowed = new NarrowedNodes(pruned, groups, removed, tensors);
        List<Node> nodes = new ArrayList<>();
        pruned.nodes().forEach(node -> nodes.add(narrowed.of(node)));
        tensors.keySet().retainAll(read(nodes));
        return new Graph(pruned.name(), pruned.inputs(), pruned.outputs(), nodes, tensors, pruned.header());
    }

    private static Set<String> read(List<Node> nodes) {
        Set<String> read = new LinkedHashSet<>();
        nodes.forEach(node -> read.addAll(node.inputs()));
        return read;
    }
}
