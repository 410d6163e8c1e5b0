package io.espalier.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// An immutable constant: element type, shape and the elements in row-major order.
///
/// The elements are held as the little-endian bytes of `raw_data`, so a tensor that is read and written keeps its
/// bits, NaN payloads and half-precision values included.
public final class Tensor {

    private final ElementType type;
    private final long[] shape;
    private final byte[] raw;

    private Tensor(ElementType type, long[] shape, byte[] raw) {
        long elements = elements(shape);
        if (elements != raw.length / type.bytes() || raw.length % type.bytes() != 0) {
            throw new IllegalArgumentException("a tensor of shape " + Arrays.toString(shape) + " and type " + type
                    + " must have " + elements + " elements of " + type.bytes() + " bytes, had " + raw.length
                    + " bytes");
        }
        this.type = type;
        this.shape = shape;
        this.raw = raw;
    }

    /// @param raw elements as in `raw_data`: little-endian, row-major; copied
    /// @throws IllegalArgumentException if the number of bytes is not what type and shape ask for
    public static Tensor ofRaw(ElementType type, long[] shape, byte[] raw) {
        return new Tensor(type, shape.clone(), raw.clone());
    }

    /// Takes the array without a copy: for code that gives it away.
    static Tensor owning(ElementType type, long[] shape, byte[] raw) {
        return new Tensor(type, shape.clone(), raw);
    }

    public static Tensor ofFloats(long[] shape, float... values) {
        ByteBuffer bytes = littleEndian(4L * values.length);
        bytes.asFloatBuffer().put(values);
        return owning(ElementType.FLOAT, shape, bytes(bytes));
    }

    public static Tensor ofLongs(long[] shape, long... values) {
        ByteBuffer bytes = littleEndian(8L * values.length);
        bytes.asLongBuffer().put(values);
        return owning(ElementType.INT64, shape, bytes(bytes));
    }

    /// An int64 tensor of shape `(values.length)`: axes, pads, starts.
    public static Tensor ofVector(long... values) {
        return ofLongs(new long[] {values.length}, values);
    }

    public static Tensor ofScalar(float value) {
        return ofFloats(new long[0], value);
    }

    public static Tensor ofScalar(long value) {
        return ofLongs(new long[0], value);
    }

    public ElementType type() {
        return type;
    }

    public long[] shape() {
        return shape.clone();
    }

    public int rank() {
        return shape.length;
    }

    /// The number of elements: the product of the extents, 1 for a scalar.
    public int size() {
        return raw.length / type.bytes();
    }

    /// The elements as bytes of `raw_data`; read-only, little-endian.
    public ByteBuffer raw() {
        return ByteBuffer.wrap(raw).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The elements as float32: exact from FLOAT, FLOAT16 and BFLOAT16, rounded to nearest from DOUBLE.
    ///
    /// @throws IllegalStateException if the element type is not floating
    public float[] floats() {
        float[] values = new float[size()];
        ByteBuffer bytes = raw();
        if (type == ElementType.FLOAT) {
            bytes.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Elements.real(type, bytes, i);
        }
        return values;
    }

    /// The elements as float64, exact from every floating type.
    ///
    /// @throws IllegalStateException if the element type is not floating
    public double[] doubles() {
        double[] values = new double[size()];
        ByteBuffer bytes = raw();
        for (int i = 0; i < values.length; i++) {
            values[i] = Elements.real(type, bytes, i);
        }
        return values;
    }

    /// The elements as int64; BOOL as 0 and 1, UINT64 as its two's complement.
    ///
    /// @throws IllegalStateException if the element type is floating
    public long[] longs() {
        long[] values = new long[size()];
        ByteBuffer bytes = raw();
        for (int i = 0; i < values.length; i++) {
            values[i] = Elements.whole(type, bytes, i);
        }
        return values;
    }

    /// The same elements under another shape of the same size.
    public Tensor reshaped(long... newShape) {
        return owning(type, newShape, raw);
    }

    static ByteBuffer littleEndian(long bytes) {
        return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// A copy of all of a buffer's bytes, whatever its position.
    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    /// @throws IllegalArgumentException if an extent is negative or the product exceeds 2^31 - 1
    static long elements(long[] shape) {
        long product = 1;
        for (long extent : shape) {
            if (extent < 0 || (extent > 0 && product > Integer.MAX_VALUE / extent)) {
                throw new IllegalArgumentException(
                        "a tensor's shape must be >= 0 and hold fewer than 2^31 elements, was "
                                + Arrays.toString(shape));
            }
            product *= extent;
        }
        return product;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that
                && type == that.type
                && Arrays.equals(shape, that.shape)
                && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type.hashCode() + Arrays.hashCode(shape)) + Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
