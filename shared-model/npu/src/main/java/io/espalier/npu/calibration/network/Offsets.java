package io.espalier.npu.calibration.network;

/// What is learned of a convolution beside its weights. On a device it is one offset a channel in any case: the
/// normalisation is folded into the weights before they are rounded to eight bits.
enum Offsets {
    NONE(0),
    BIAS(1),
    /// Scale and offset of a batch normalisation behind it.
    BATCH(2),
    /// Both, as Keras' first residual networks have it.
    BIAS_AND_BATCH(3);

    private final int perChannel;

    Offsets(int perChannel) {
        this.perChannel = perChannel;
    }

    int perChannel() {
        return perChannel;
    }
}
