package io.espalier.trainable;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Tensor;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tensors by name, in a fixed order, float32 but for the fixed ones; passed to a script as one `List[Tensor]`
// argument.
final class NamedTensors {

    private final PtNDManager manager;
    private final String argument;
    private final Map<String, PtNDArray> tensors = new LinkedHashMap<>();

    /// @param argument name of the script's argument
    NamedTensors(PtNDManager manager, String argument) {
        this.manager = manager;
        this.argument = argument;
    }

    /// Adds a tensor that lives as long as the manager.
    ///
    /// @param trained whether gradients are accumulated for it
    void add(String name, long[] shape, float[] values, boolean trained) {
        PtNDArray tensor = manager.create(FloatBuffer.wrap(values), new Shape(shape), DataType.FLOAT32);
        tensor.setName(argument + "[]"); // DJL gathers arrays of this name into a list argument
        tensor.setRequiresGradient(trained);
        tensors.put(name, tensor);
    }

    /// Adds a tensor with these values, as [#add(String, long[], float[], boolean)] does.
    void add(String name, Tensor values, boolean trained) {
        add(name, values.shape(), values.floats(), trained);
    }

    /// Adds a tensor that nothing changes: truth values as such, other whole numbers as int64.
    void addFixed(String name, Tensor values) {
        Shape shape = new Shape(values.shape());
        PtNDArray tensor;
        if (values.type().isFloating()) {
            tensor = manager.create(FloatBuffer.wrap(values.floats()), shape, DataType.FLOAT32);
        } else {
            tensor = manager.create(LongBuffer.wrap(values.longs()), shape, DataType.INT64);
        }
        if (values.type() == ElementType.BOOL) {
            tensor = tensor.toType(DataType.BOOLEAN, false);
        }
        tensor.setName(argument + "[]");
        tensors.put(name, tensor);
    }

    int size() {
        return tensors.size();
    }

    /// The tensors as a script's argument; one element stands for an empty list, which DJL cannot pass.
    List<PtNDArray> argument() {
        if (tensors.isEmpty()) {
            PtNDArray placeholder = manager.create(new Shape(1), DataType.FLOAT32);
            placeholder.setName(argument + "[]");
            return List.of(placeholder);
        }
        return List.copyOf(tensors.values());
    }

    PtNDArray get(String name) {
        PtNDArray tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("'" + name + "' is not one of " + tensors.keySet());
        }
        return tensor;
    }

    boolean contains(String name) {
        return tensors.containsKey(name);
    }

    Map<String, float[]> values() {
        Map<String, float[]> values = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> values.put(name, read(tensor)));
        return values;
    }

    /// @throws IllegalArgumentException if `values` lacks a tensor, or one has another size
    void assign(Map<String, float[]> values) {
        if (!values.keySet().containsAll(tensors.keySet())) {
            throw new IllegalArgumentException("tensors must be " + tensors.keySet() + ", were " + values.keySet());
        }
        tensors.forEach((name, tensor) -> write(tensor, values.getOrDefault(name, new float[0])));
    }

    /// Sets the gradients of all tensors to 0; each must have one.
    void clearGradients() {
        tensors.values().forEach(JniUtils::zeroGrad);
    }

    static float[] read(PtNDArray tensor) {
        float[] values = new float[Math.toIntExact(tensor.size())];
        view(tensor).get(values);
        return values;
    }

    /// Overwrites the tensor's own memory, so that every handle on it sees the values.
    static void write(PtNDArray tensor, float[] values) {
        if (tensor.size() != values.length) {
            throw new IllegalArgumentException(
                    "a tensor of shape " + tensor.getShape() + " cannot take " + values.length + " values");
        }
        view(tensor).put(values);
    }

    private static FloatBuffer view(PtNDArray tensor) {
        return tensor.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}
