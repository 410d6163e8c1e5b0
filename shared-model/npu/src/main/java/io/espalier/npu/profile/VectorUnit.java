package io.espalier.npu.profile;

/// What does everything that is no product.
///
/// @param lanes       elements in a cycle, ≥ 1
/// @param postOpLanes results in a cycle that it can work on as they leave the array, however many operations are
///                    fused; 0 if it always keeps up
/// @param fusesPools  whether a pooling may follow in the same kernel
public record VectorUnit(int lanes, int postOpLanes, boolean fusesPools) {

    public VectorUnit {
        if (lanes < 1 || postOpLanes < 0) {
            throw new IllegalArgumentException(
                    "lanes must be at least 1 and post-op-lanes at least 0, were " + lanes + ", " + postOpLanes);
        }
    }
}
