package io.espalier.trainable;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Tensor;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tensors by name, in a fixed order, float32 but for the fixed ones; passed to a script as one `List[Tensor]`
/// argument. They lie in memory as [MemoryOrder] says; in Java all values are row-major.
final class NamedTensors {

    private final PtNDManager manager;
    private final String argument;
    private final Map<String, Held> tensors = new LinkedHashMap<>();
    private @Nullable PtNDArray placeholder;

    /// @param tensor as scripts see it
    /// @param stored the same memory, row-major in the order in which it lies
    private record Held(PtNDArray tensor, PtNDArray stored) {

        long[] shape() {
            return tensor.getShape().getShape();
        }

        FloatBuffer memory() {
            return stored.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
        }

        float[] read() {
            float[] values = new float[Math.toIntExact(tensor.size())];
            memory().get(values);
            return MemoryOrder.rowMajor(shape(), values);
        }

        /// Overwrites the memory, so that every handle on it sees the values.
        void write(float[] values) {
            if (tensor.size() != values.length) {
                throw new IllegalArgumentException(
                        "a tensor of shape " + tensor.getShape() + " cannot take " + values.length + " values");
            }
            memory().put(MemoryOrder.stored(shape(), values));
        }
    }

    /// @param argument name of the script's argument
    NamedTensors(PtNDManager manager, String argument) {
        this.manager = manager;
        this.argument = argument;
    }

    /// Adds a tensor that lives as long as the manager.
    ///
    /// @param values  row-major
    /// @param trained whether gradients are asked of it
    void add(String name, long[] shape, float[] values, boolean trained) {
        FloatBuffer ordered = FloatBuffer.wrap(MemoryOrder.stored(shape, values));
        PtNDArray stored = manager.create(ordered, new Shape(MemoryOrder.extents(shape)), DataType.FLOAT32);
        PtNDArray tensor = MemoryOrder.isPermuted(shape) ? stored.transpose(0, 3, 1, 2) : stored;
        tensor.setName(argument + "[]"); // DJL gathers arrays of this name into a list argument
        tensor.setRequiresGradient(trained);
        tensors.put(name, new Held(tensor, stored));
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
        tensors.put(name, new Held(tensor, tensor));
    }

    Set<String> names() {
        return tensors.keySet();
    }

    int size() {
        return tensors.size();
    }

    /// The tensors as a script's argument; one element stands for an empty list, which DJL cannot pass.
    List<PtNDArray> argument() {
        if (tensors.isEmpty()) {
            if (placeholder == null) {
                placeholder = manager.create(new Shape(1), DataType.FLOAT32);
                placeholder.setName(argument + "[]");
            }
            return List.of(placeholder);
        }
        return tensors.values().stream().map(Held::tensor).toList();
    }

    PtNDArray get(String name) {
        return held(name).tensor();
    }

    boolean contains(String name) {
        return tensors.containsKey(name);
    }

    /// Values of a tensor, row-major.
    float[] read(String name) {
        return held(name).read();
    }

    /// @throws IllegalArgumentException if the tensor has another number of elements
    void write(String name, float[] values) {
        held(name).write(values);
    }

    Map<String, float[]> values() {
        Map<String, float[]> values = new LinkedHashMap<>();
        tensors.forEach((name, held) -> values.put(name, held.read()));
        return values;
    }

    /// @throws IllegalArgumentException if `values` lacks a tensor, or one has another size
    void assign(Map<String, float[]> values) {
        if (!values.keySet().containsAll(tensors.keySet())) {
            throw new IllegalArgumentException("tensors must be " + tensors.keySet() + ", were " + values.keySet());
        }
        tensors.forEach((name, held) -> held.write(values.getOrDefault(name, new float[0])));
    }

    private Held held(String name) {
        Held held = tensors.get(name);
        if (held == null) {
            throw new IllegalArgumentException("'" + name + "' is not one of " + tensors.keySet());
        }
        return held;
    }
}
