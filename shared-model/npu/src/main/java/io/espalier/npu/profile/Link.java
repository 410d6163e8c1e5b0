package io.espalier.npu.profile;

/// What carries the network's inputs and outputs between host and device.
///
/// @param bytesPerSecond ≥ 0; 0 if host and device share a memory
public record Link(double bytesPerSecond) {

    public static final Link NONE = new Link(0);

    public Link {
        if (!(bytesPerSecond >= 0)) {
            throw new IllegalArgumentException("bytes-per-second must be at least 0, was " + bytesPerSecond);
        }
    }

    public long cycles(double bytes, long clockHz) {
        return bytesPerSecond == 0 ? 0 : (long) Math.ceil(bytes * clockHz / bytesPerSecond);
    }
}
