package io.espalier.torchscript.value;

/// A Python value without parts.
public sealed interface Scalar extends Value {

    record None() implements Scalar {}

    record Bool(boolean value) implements Scalar {}

    record Int(long value) implements Scalar {}

    record Real(double value) implements Scalar {}

    record Text(String value) implements Scalar {}

    /// The number factor · batch, where batch is the extent of the input's first axis.
    ///
    /// @param factor >= 1
    record Extent(long factor) implements Scalar {}

    /// A value that cannot be known before a run, or that comes from an operator that does not map.
    ///
    /// @param cause why it is not known; `""` where that was noted already
    record Unknown(String cause) implements Scalar {

        public static final Unknown NOTED = new Unknown("");

        /// What comes of computing with a value: the same unknown one, or one for this cause.
        public static Unknown of(Value operand, String cause) {
            return operand instanceof Unknown unknown ? unknown : new Unknown(cause);
        }
    }
}
