package io.espalier.npu;

/// What a layer, or the network, waits for longest.
public enum BoundBy {
    /// The multipliers, or the vector unit if the layer is its.
    COMPUTE,
    /// The outer memory.
    DRAM,
    /// The on-chip buffer.
    SRAM,
    /// The vector unit behind the multipliers.
    POST_OP,
    /// Launching kernels.
    OVERHEAD,
    /// The link to the host.
    LINK,
    /// Nothing: it takes no time.
    NONE
}
