package io.espalier.onnx;

import io.espalier.onnx.proto.AttributeProto;
import io.espalier.onnx.proto.AttributeProto.AttributeType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// An attribute that became an input.
///
/// @param type  the operator
/// @param since the operator set in which it is an input for the first time
/// @param input its position since then
///
/// Source: ONNX operator changelog, operator sets 9 to 18.
record MovedAttribute(String type, int since, String attribute, int input, Kind kind) {

    /// What the attribute holds, and with it what tensor the input is.
    enum Kind {
        /// int64 `(n)`
        INTEGERS(AttributeType.INTS),
        /// int64 `(1)`
        INTEGER(AttributeType.INT),
        /// A float32 scalar.
        REAL(AttributeType.FLOAT);

        private final AttributeType type;

        Kind(AttributeType type) {
            this.type = type;
        }

        AttributeType type() {
            return type;
        }

        Tensor tensor(AttributeProto attribute) {
            return switch (this) {
                case INTEGERS ->
                    Tensor.ofVector(attribute.getIntsList().stream()
                            .mapToLong(Long::longValue)
                            .toArray());
                case INTEGER -> Tensor.ofVector(attribute.getI());
                case REAL -> Tensor.ofScalar(attribute.getF());
            };
        }

        AttributeProto attribute(String name, Tensor tensor) {
            AttributeProto.Builder attribute =
                    AttributeProto.newBuilder().setName(name).setType(type);
            switch (this) {
                case INTEGERS -> Arrays.stream(tensor.longs()).forEach(attribute::addInts);
                case INTEGER -> attribute.setI(tensor.longs()[0]);
                case REAL -> attribute.setF(tensor.floats()[0]);
            }
            return attribute.build();
        }
    }

    private static final List<MovedAttribute> ALL = Stream.concat(
                    Stream.of(
                            new MovedAttribute("Slice", 10, "starts", 1, Kind.INTEGERS),
                            new MovedAttribute("Slice", 10, "ends", 2, Kind.INTEGERS),
                            new MovedAttribute("Slice", 10, "axes", 3, Kind.INTEGERS),
                            new MovedAttribute("TopK", 10, "k", 1, Kind.INTEGER),
                            new MovedAttribute("Clip", 11, "min", 1, Kind.REAL),
                            new MovedAttribute("Clip", 11, "max", 2, Kind.REAL),
                            new MovedAttribute("Pad", 11, "pads", 1, Kind.INTEGERS),
                            new MovedAttribute("Pad", 11, "value", 2, Kind.REAL),
                            new MovedAttribute("Dropout", 12, "ratio", 1, Kind.REAL),
                            new MovedAttribute("Squeeze", 13, "axes", 1, Kind.INTEGERS),
                            new MovedAttribute("Unsqueeze", 13, "axes", 1, Kind.INTEGERS),
                            new MovedAttribute("Split", 13, "split", 1, Kind.INTEGERS),
                            new MovedAttribute("ReduceSum", 13, "axes", 1, Kind.INTEGERS)),
                    Stream.of("L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "SumSquare")
                            .map(kind -> new MovedAttribute("Reduce" + kind, 18, "axes", 1, Kind.INTEGERS)))
            .toList();

    /// The inputs that are attributes in this operator set.
    static List<MovedAttribute> of(String type, int opset) {
        return ALL.stream()
                .filter(moved -> moved.type.equals(type) && opset < moved.since)
                .toList();
    }

    /// Whether this is Upsample-9 or Resize-10, which Resize-11 replaced.
    static boolean isOldResize(String type, int opset) {
        return opset < 10 ? type.equals("Upsample") : opset == 10 && type.equals("Resize");
    }
}
