package io.espalier.onnx;

import java.nio.ByteBuffer;

/// One element of `raw_data` as a Java number, and back.
///
/// Source: `TensorProto.raw_data` (little-endian, one byte a BOOL); IEEE 754 binary16; bfloat16 is the upper half of
/// binary32.
final class Elements {

    private Elements() {}

    /// Element `index` of a floating type, exact.
    static double real(ElementType type, ByteBuffer raw, int index) {
        return switch (type) {
            case FLOAT -> raw.getFloat(4 * index);
            case DOUBLE -> raw.getDouble(8 * index);
            case FLOAT16 -> Float.float16ToFloat(raw.getShort(2 * index));
            case BFLOAT16 -> Float.intBitsToFloat(raw.getShort(2 * index) << 16);
            case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 ->
                throw new IllegalStateException("element type must be floating, was " + type);
        };
    }

    /// Element `index` of an integer type or BOOL.
    static long whole(ElementType type, ByteBuffer raw, int index) {
        return switch (type) {
            case INT64, UINT64 -> raw.getLong(8 * index);
            case INT32 -> raw.getInt(4 * index);
            case UINT32 -> Integer.toUnsignedLong(raw.getInt(4 * index));
            case INT16 -> raw.getShort(2 * index);
            case UINT16 -> Short.toUnsignedLong(raw.getShort(2 * index));
            case INT8 -> raw.get(index);
            case UINT8 -> Byte.toUnsignedLong(raw.get(index));
            case BOOL -> raw.get(index) == 0 ? 0 : 1;
            case FLOAT, FLOAT16, BFLOAT16, DOUBLE ->
                throw new IllegalStateException("element type must be an integer type, was " + type);
        };
    }

    /// Puts `value` at element `index`; the floating types round to nearest even, BOOL takes any non-zero as true.
    static void put(ElementType type, ByteBuffer raw, int index, double value) {
        switch (type) {
            case FLOAT -> raw.putFloat(4 * index, (float) value);
            case DOUBLE -> raw.putDouble(8 * index, value);
            case FLOAT16 -> raw.putShort(2 * index, Float.floatToFloat16((float) value));
            case BFLOAT16 -> raw.putShort(2 * index, bfloat16((float) value));
            case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 -> put(type, raw, index, (long) value);
        }
    }

    /// Puts `value` at element `index`; integer types keep the low bits (two's complement).
    static void put(ElementType type, ByteBuffer raw, int index, long value) {
        switch (type) {
            case INT64, UINT64 -> raw.putLong(8 * index, value);
            case INT32, UINT32 -> raw.putInt(4 * index, (int) value);
            case INT16, UINT16 -> raw.putShort(2 * index, (short) value);
            case INT8, UINT8 -> raw.put(index, (byte) value);
            case BOOL -> raw.put(index, (byte) (value == 0 ? 0 : 1));
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> put(type, raw, index, (double) value);
        }
    }

    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }
}
