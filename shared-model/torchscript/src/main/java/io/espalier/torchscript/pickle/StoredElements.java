package io.espalier.torchscript.pickle;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Invalid;
import io.espalier.onnx.Tensor;
import io.espalier.torchscript.value.TensorLike;
import java.util.Arrays;

/// A storage: elements in a row, which tensors view with offset and strides.
///
/// @param bytes little-endian
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredElements(ElementType type, byte[] bytes) {

    /// The tensor with element (i, j, …) at offset + i · strides[0] + j · strides[1] + … Floating elements become
    /// float32, the type that is trained in: exact from half precision, rounded to nearest from double.
    ///
    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_INVALID if it reaches past the storage
    TensorLike.Stored view(String label, long offset, long[] shape, long[] strides) {
        int width = type.bytes();
        long available = bytes.length / width;
        try {
            if (shape.length != strides.length || offset < 0 || last(offset, shape, strides) >= available) {
                throw past(label, offset, shape, strides);
            }
        } catch (ArithmeticException e) {
            throw past(label, offset, shape, strides);
        }
        Tensor tensor = Tensor.ofRaw(type, shape, gather(offset, shape, strides));
        boolean narrow = type.isFloating() && type != ElementType.FLOAT;
        return new TensorLike.Stored(narrow ? Tensor.ofFloats(shape, tensor.floats()) : tensor);
    }

    private RuntimeException past(String label, long offset, long[] shape, long[] strides) {
        return Invalid.model(label + " holds a tensor of shape " + Arrays.toString(shape) + ", strides "
                + Arrays.toString(strides) + " and offset " + offset + " in a storage of " + bytes.length / type.bytes()
                + " elements; it must lie inside, with no more elements than the storage has");
    }

    /// Index of the last element; as large as can be for a tensor with more elements than the storage, so that a
    /// stride of 0 cannot ask for memory that the file does not pay for.
    private long last(long offset, long[] shape, long[] strides) {
        long index = offset;
        long count = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] < 0 || strides[axis] < 0) {
                return Long.MAX_VALUE;
            }
            count = Math.multiplyExact(count, shape[axis]);
            index = Math.addExact(index, Math.multiplyExact(Math.max(0, shape[axis] - 1), strides[axis]));
        }
        return count == 0 ? -1 : Math.max(index, count - 1);
    }

    private byte[] gather(long offset, long[] shape, long[] strides) {
        int count = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        int width = type.bytes();
        byte[] out = new byte[count * width];
        long[] index = new long[shape.length];
        long from = offset;
        for (int i = 0; i < count; i++) {
            System.arraycopy(bytes, Math.toIntExact(from * width), out, i * width, width);
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                from += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                from -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return out;
    }
}
