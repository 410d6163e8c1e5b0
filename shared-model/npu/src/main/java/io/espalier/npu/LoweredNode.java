package io.espalier.npu;

import java.util.List;

/// A node with what it asks of a device and the values it moves; constants are not among them.
///
/// @param index    position in the graph
/// @param name     the node's name in the file; of a nameless node, its first output
/// @param operator ONNX operator
/// @param reads    values computed from the image, each once
/// @param writes   values produced
record LoweredNode(int index, String name, String operator, Work work, List<Value> reads, List<Value> writes) {

    LoweredNode {
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
    }

    /// @param id       counted from 0 within the network
    /// @param elements ≥ 0
    record Value(int id, long elements) {}

    Value output() {
        return writes.get(0);
    }
}
