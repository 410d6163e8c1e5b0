package io.espalier.npu.profile;

/// What a weight or an activation is stored as on the device.
public enum DataType {
    INT8(1),
    INT16(2),
    FP16(2);

    private final int bytes;

    DataType(int bytes) {
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }
}
