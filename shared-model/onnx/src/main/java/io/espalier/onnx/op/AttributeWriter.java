package io.espalier.onnx.op;

import com.google.protobuf.ByteString;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TensorCodec;
import io.espalier.onnx.proto.AttributeProto;
import io.espalier.onnx.proto.AttributeProto.AttributeType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Collects a node's attributes for writing; a value equal to its default is left out, so that the file is valid
/// under operator sets that do not have the attribute yet.
public final class AttributeWriter {

    private final Map<String, AttributeProto.Builder> attributes = new TreeMap<>(Comparator.naturalOrder());

    /// What was written so far, sorted by name as exporters do.
    public List<AttributeProto> attributes() {
        return attributes.values().stream().map(AttributeProto.Builder::build).toList();
    }

    void always(String name, long value) {
        add(name, AttributeType.INT).setI(value);
    }

    void integer(String name, long value, long byDefault) {
        if (value != byDefault) {
            always(name, value);
        }
    }

    void flag(String name, boolean value, boolean byDefault) {
        integer(name, value ? 1 : 0, byDefault ? 1 : 0);
    }

    void real(String name, float value, float byDefault) {
        if (Float.compare(value, byDefault) != 0) {
            add(name, AttributeType.FLOAT).setF(value);
        }
    }

    void text(String name, String value, String byDefault) {
        if (!value.equals(byDefault)) {
            add(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value));
        }
    }

    void choice(String name, Enum<?> value, Enum<?> byDefault) {
        text(name, value.name().toLowerCase(Locale.ROOT), byDefault.name().toLowerCase(Locale.ROOT));
    }

    /// An empty list is left out.
    void longs(String name, List<Long> values) {
        if (!values.isEmpty()) {
            add(name, AttributeType.INTS).addAllInts(values);
        }
    }

    /// An empty list is left out.
    void integers(String name, List<Integer> values) {
        longs(name, values.stream().map(Integer::longValue).toList());
    }

    void tensor(String name, Tensor value) {
        add(name, AttributeType.TENSOR).setT(TensorCodec.write("", value));
    }

    private AttributeProto.Builder add(String name, AttributeType type) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(type);
        attributes.put(name, attribute);
        return attribute;
    }
}
