package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Direct memory through which targets reach libtorch, used again for each batch: memory that is left to the garbage
/// collector is freed too late. An array made here is valid until the next one is.
final class Staging {

    private ByteBuffer memory = ByteBuffer.allocateDirect(0);

    /// Unsigned bytes, row-major.
    NDArray bytes(NDManager manager, byte[] values, Shape shape) {
        return manager.create(cleared(values.length).put(0, values), shape, DataType.UINT8);
    }

    /// float32, row-major.
    NDArray floats(NDManager manager, float[] values, Shape shape) {
        ByteBuffer target = cleared(Math.multiplyExact(Float.BYTES, values.length));
        target.asFloatBuffer().put(values);
        return manager.create(target, shape, DataType.FLOAT32);
    }

    private ByteBuffer cleared(int bytes) {
        if (memory.capacity() < bytes) {
            memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        return memory.clear().limit(bytes);
    }
}
