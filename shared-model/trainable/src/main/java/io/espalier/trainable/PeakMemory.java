package io.espalier.trainable;

/// The largest resident set of this process during a stretch of work, in bytes.
///
/// On Linux the kernel's own peak begins again with the stretch, so nothing between two looks is missed. Where that is
/// not allowed the largest of the samples counts: take one after each differentiation, when activations are there.
/// One stretch at a time: the kernel has one peak a process, and the latest to begin has it.
public final class PeakMemory {

    private final boolean kernel;
    private long largest;

    PeakMemory(boolean kernel) {
        this.kernel = kernel;
        this.largest = Memory.residentBytes();
    }

    public static PeakMemory begin() {
        return new PeakMemory(Memory.restartPeak());
    }

    public void sample() {
        if (!kernel) {
            largest = Math.max(largest, Memory.residentBytes());
        }
    }

    /// Until now.
    public long bytes() {
        sample();
        return kernel ? Memory.peakResidentBytes() : largest;
    }
}
