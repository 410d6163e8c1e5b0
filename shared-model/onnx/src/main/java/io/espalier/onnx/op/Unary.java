package io.espalier.onnx.op;

/// An element-wise function without attributes.
///
/// @param function which one
public record Unary(Function function) implements Activation {

    /// Each is named like its `op_type`.
    public enum Function {
        /// |x|.
        ABS("Abs"),
        /// The smallest integer >= x.
        CEIL("Ceil"),
        COS("Cos"),
        /// (2 / sqrt(pi)) · integral of e^(-t²) over [0, x].
        ERF("Erf"),
        EXP("Exp"),
        /// The largest integer <= x.
        FLOOR("Floor"),
        /// The natural logarithm.
        LOG("Log"),
        /// x · tanh(ln(1 + e^x)); since operator set 18.
        MISH("Mish"),
        NEG("Neg"),
        /// The negation of a BOOL.
        NOT("Not"),
        /// 1 / x.
        RECIPROCAL("Reciprocal"),
        /// The nearest integer, halves to the even one; since operator set 11.
        ROUND("Round"),
        /// -1, 0 or 1.
        SIGN("Sign"),
        SIN("Sin"),
        /// ln(1 + e^x).
        SOFTPLUS("Softplus"),
        /// x / (1 + |x|).
        SOFTSIGN("Softsign"),
        SQRT("Sqrt"),
        TANH("Tanh");

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
