package io.espalier.npu;

/// Where the clock cycles of a layer go; parts overlap, so they do not add up to `cycles`.
///
/// @param computeCycles  of the multipliers, or of the vector unit for its own operations
/// @param postOpCycles   of the vector unit on results as they leave
/// @param dramCycles     of the outer memory, with its latency
/// @param sramCycles     of the on-chip buffer
/// @param overheadCycles before the layer starts
/// @param cycles         of the layer as a whole
public record Timing(
        long computeCycles, long postOpCycles, long dramCycles, long sramCycles, long overheadCycles, long cycles) {

    static final Timing NOTHING = new Timing(0, 0, 0, 0, 0, 0);

    /// The longest part; of equal ones the first in the order of [BoundBy].
    public BoundBy boundBy() {
        long longest = Math.max(
                Math.max(computeCycles, postOpCycles), Math.max(Math.max(dramCycles, sramCycles), overheadCycles));
        if (longest == 0) {
            return BoundBy.NONE;
        }
        if (computeCycles == longest) {
            return BoundBy.COMPUTE;
        }
        if (dramCycles == longest) {
            return BoundBy.DRAM;
        }
        if (sramCycles == longest) {
            return BoundBy.SRAM;
        }
        return postOpCycles == longest ? BoundBy.POST_OP : BoundBy.OVERHEAD;
    }
}
