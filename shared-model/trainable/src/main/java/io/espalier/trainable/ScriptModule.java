package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.espalier.datasets.Batch;
import io.espalier.trainable.script.Mode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.List;

/// A script loaded into libtorch, with the tensors that it is called on.
final class ScriptModule implements AutoCloseable {

    private final PtSymbolBlock module;
    private final NDList arguments = new NDList();
    private ByteBuffer staging = ByteBuffer.allocateDirect(0);

    /// @param arguments in the order of the script's arguments after `x` and `p`
    ScriptModule(PtNDManager manager, String methods, List<NamedTensors> arguments) {
        try {
            ByteArrayInputStream archive = new ByteArrayInputStream(ScriptArchive.of(methods));
            this.module = JniUtils.loadModule(manager, archive, false, false);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
        arguments.forEach(tensors -> this.arguments.addAll(tensors.argument()));
    }

    /// Calls a method of the script on a batch.
    ///
    /// @param step     holds what the call makes
    /// @param weights  the script's `p`
    /// @param momentum weight of this batch's statistics, read by [Mode#RECALIBRATE] only
    /// @return the script's results, which live as long as `step`
    NDList call(PtNDManager step, Mode mode, Batch batch, List<PtNDArray> weights, double momentum) {
        PtNDArray images = step.create(copied(batch.images()), shape(batch), DataType.FLOAT32);
        images.setName("x");
        NDArray weight = step.create(new float[] {(float) momentum});
        weight.setName("m");
        NDList call = new NDList(images);
        call.addAll(weights);
        call.addAll(arguments);
        call.add(weight);
        return call(step, mode.method(), call);
    }

    /// Calls a method of the script.
    ///
    /// @param step      holds what the call makes
    /// @param arguments in the script's order; what belongs to one list carries its name and `[]`
    /// @return the script's results, which live as long as `step`
    NDList call(PtNDManager step, String method, Collection<? extends NDArray> arguments) {
        NDArray name = step.create(new float[1]); // DJL takes the method from an array's name
        name.setName("module_method:" + method);
        NDList call = new NDList(name);
        call.addAll(arguments);
        // Always without libtorch's inference mode: whether gradients are recorded is the caller's choice.
        return IValueUtils.forward(module, call, true);
    }

    /// The images in memory of this module, used again for each batch: memory that is left to the garbage collector is
    /// freed too late, because it hardly weighs on the heap.
    private ByteBuffer copied(FloatBuffer images) {
        int bytes = Math.multiplyExact(Float.BYTES, images.remaining());
        if (staging.capacity() < bytes) {
            staging = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        staging.clear().limit(bytes);
        staging.asFloatBuffer().put(images.duplicate());
        return staging;
    }

    private static Shape shape(Batch batch) {
        return new Shape(batch.size(), batch.channels(), batch.height(), batch.width());
    }

    @Override
    public void close() {
        module.close();
    }
}
