package io.espalier.npu;

/// Which zero weights a device makes use of.
public enum Sparsity {
    /// None: a zero costs what any weight costs, in cycles and in bytes.
    NONE,
    /// A weight tile of the size of the array that holds only zeros is neither stored, nor loaded, nor streamed
    /// against. Only with weights stationary, where one fold is one tile.
    TILE_SKIP
}
