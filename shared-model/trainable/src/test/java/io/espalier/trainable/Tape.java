package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteOrder;

/// Arrays that stand for a network's outputs, and gradients with respect to them.
public final class Tape implements AutoCloseable {

    private final PtNDManager manager = Torch.newManager();
    private final boolean recordingBefore = JniUtils.isGradMode();

    public Tape() {
        JniUtils.setGradMode(true);
    }

    /// An array that gradients are accumulated for.
    public NDArray leaf(double[] values, long... shape) {
        NDArray leaf = constant(values, shape);
        leaf.setRequiresGradient(true);
        return leaf;
    }

    public NDArray constant(double[] values, long... shape) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return manager.create(floats, new Shape(shape));
    }

    public void backward(NDArray scalar) {
        JniUtils.backward((PtNDArray) scalar, (PtNDArray) scalar.onesLike(), false, false);
    }

    /// `leaf ← leaf − rate · gradient`, and forgets the gradient.
    public void descend(NDArray leaf, float rate) {
        float[] values = leaf.toFloatArray();
        float[] gradient = leaf.getGradient().toFloatArray();
        for (int i = 0; i < values.length; i++) {
            values[i] -= rate * gradient[i];
        }
        leaf.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer().put(values);
        JniUtils.zeroGrad((PtNDArray) leaf);
    }

    @Override
    public void close() {
        JniUtils.setGradMode(recordingBefore);
        manager.close();
    }
}
