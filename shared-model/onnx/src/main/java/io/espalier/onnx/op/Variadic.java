package io.espalier.onnx.op;

/// One function over the elements at the same place of one or more tensors.
///
/// @param function which one
public record Variadic(Function function) implements Broadcast {

    /// Each is named like its `op_type`.
    public enum Function {
        MAX("Max"),
        MEAN("Mean"),
        MIN("Min"),
        SUM("Sum");

        private final String type;

        Function(String type) {
            this.type = type;
        }

        public String type() {
            return type;
        }
    }

    @Override
    public String type() {
        return function.type;
    }
}
