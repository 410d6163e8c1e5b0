package io.espalier.onnx.op;

import io.espalier.contracts.PipelineException;
import io.espalier.onnx.ExternalTensors;
import io.espalier.onnx.Invalid;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TensorCodec;
import io.espalier.onnx.proto.AttributeProto;
import io.espalier.onnx.proto.AttributeProto.AttributeType;
import io.espalier.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The attributes of one node while its operator is read. Every accessor refuses an attribute of another type
/// (MODEL_INVALID, naming the node); [#requireAllRead()] refuses the ones that the operator does not know.
public final class Attributes {

    private final String label;
    private final int opset;
    private final ExternalTensors external;
    private final Map<String, AttributeProto> byName = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>();

    /// @param label how messages name the node
    /// @param opset version of the operator set that the node is written in
    public Attributes(NodeProto node, String label, int opset, ExternalTensors external) {
        this.label = label;
        this.opset = opset;
        this.external = external;
        for (AttributeProto attribute : node.getAttributeList()) {
            if (byName.put(attribute.getName(), attribute) != null) {
                throw Invalid.model(label + ": attribute '" + attribute.getName() + "' is given twice");
            }
        }
    }

    int opset() {
        return opset;
    }

    long integer(String name, long byDefault) {
        return find(name, AttributeType.INT).map(AttributeProto::getI).orElse(byDefault);
    }

    long required(String name) {
        return find(name, AttributeType.INT)
                .map(AttributeProto::getI)
                .orElseThrow(() -> Invalid.model(label + ": attribute '" + name + "' is missing; it has no default"));
    }

    int number(String name, int byDefault) {
        return toInt(name, integer(name, byDefault));
    }

    boolean flag(String name, boolean byDefault) {
        return integer(name, byDefault ? 1 : 0) != 0;
    }

    float real(String name, float byDefault) {
        return find(name, AttributeType.FLOAT).map(AttributeProto::getF).orElse(byDefault);
    }

    String text(String name, String byDefault) {
        return find(name, AttributeType.STRING)
                .map(attribute -> attribute.getS().toStringUtf8())
                .orElse(byDefault);
    }

    /// One of an enumeration's constants, which stand in files in lower case.
    <E extends Enum<E>> E choice(String name, E byDefault) {
        String chosen = text(name, byDefault.name().toLowerCase(Locale.ROOT));
        E[] allowed = byDefault.getDeclaringClass().getEnumConstants();
        return Arrays.stream(allowed)
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(chosen))
                .findFirst()
                .orElseThrow(() -> refuse(
                        name, chosen, "one of " + Arrays.toString(allowed).toLowerCase(Locale.ROOT)));
    }

    /// Empty if the attribute is absent.
    List<Long> integers(String name) {
        return find(name, AttributeType.INTS).map(AttributeProto::getIntsList).orElse(List.of());
    }

    /// Empty if the attribute is absent.
    List<Integer> numbers(String name) {
        List<Integer> numbers = new ArrayList<>();
        for (long value : integers(name)) {
            numbers.add(toInt(name, value));
        }
        return numbers;
    }

    Optional<Tensor> tensor(String name) {
        return find(name, AttributeType.TENSOR)
                .map(attribute -> TensorCodec.read(attribute.getT(), label + " attribute '" + name + "'", external));
    }

    /// The tensor of a Constant node, whichever of its attributes holds it.
    Tensor constant() {
        Optional<Tensor> value = tensor("value")
                .or(() -> find("value_float", AttributeType.FLOAT).map(a -> Tensor.ofScalar(a.getF())))
                .or(() -> find("value_int", AttributeType.INT).map(a -> Tensor.ofScalar(a.getI())))
                .or(() -> find("value_ints", AttributeType.INTS).map(a -> Tensor.ofVector(longs(a.getIntsList()))))
                .or(() -> find("value_floats", AttributeType.FLOATS).map(Attributes::floats));
        return value.orElseThrow(() -> Invalid.model(
                label + ": must have 'value', 'value_float(s)' or 'value_int(s)', had " + byName.keySet()));
    }

    private static Tensor floats(AttributeProto attribute) {
        float[] values = new float[attribute.getFloatsCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = attribute.getFloats(i);
        }
        return Tensor.ofFloats(new long[] {values.length}, values);
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    /// The failure to throw for a value that the operator does not allow.
    PipelineException refuse(String name, Object value, String allowed) {
        return Invalid.model(label + ": attribute '" + name + "' must be " + allowed + ", was " + value);
    }

    /// @throws PipelineException.Permanent MODEL_INVALID if an attribute was not asked for: it would be lost silently
    public void requireAllRead() {
        for (String name : byName.keySet()) {
            if (!read.contains(name)) {
                throw Invalid.model(
                        label + ": attribute '" + name + "' is not one of this operator's in operator set " + opset);
            }
        }
    }

    private int toInt(String name, long value) {
        if ((int) value != value) {
            throw refuse(name, value, "within 32 bits");
        }
        return (int) value;
    }

    private Optional<AttributeProto> find(String name, AttributeType type) {
        AttributeProto attribute = byName.get(name);
        read.add(name);
        if (attribute == null) {
            return Optional.empty();
        }
        if (attribute.getType() != type && attribute.getType() != AttributeType.UNDEFINED) {
            throw refuse(name, attribute.getType(), "of type " + type);
        }
        return Optional.of(attribute);
    }
}
