package io.espalier.onnx.op;

/// c = a function of two BOOLs.
///
/// @param connective which one
public record Logical(Connective connective) implements Broadcast {

    /// Each is named like its `op_type`.
    public enum Connective {
        AND("And"),
        OR("Or"),
        XOR("Xor");

        private final String type;

        Connective(String type) {
            this.type = type;
        }

        public String type() {
            return type;
        }
    }

    @Override
    public String type() {
        return connective.type;
    }
}
