package io.espalier.onnx.op;

/// c = whether a stands in a relation to b, a BOOL.
///
/// @param relation which one
public record Comparison(Relation relation) implements Broadcast {

    /// Each is named like its `op_type`.
    public enum Relation {
        EQUAL("Equal"),
        GREATER("Greater"),
        /// Since operator set 12.
        GREATER_OR_EQUAL("GreaterOrEqual"),
        LESS("Less"),
        /// Since operator set 12.
        LESS_OR_EQUAL("LessOrEqual");

        private final String type;

        Relation(String type) {
            this.type = type;
        }

        public String type() {
            return type;
        }
    }

    @Override
    public String type() {
        return relation.type;
    }
}
