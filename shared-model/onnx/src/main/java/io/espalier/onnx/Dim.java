package io.espalier.onnx;

/// One extent of a shape: a number, or a symbol that stands for the same unknown number wherever it occurs.
public sealed interface Dim {

    /// @param size elements along the axis; >= 0 in a [Shape]
    record Fixed(long size) implements Dim {
        @Override
        public String toString() {
            return Long.toString(size);
        }
    }

    /// @param symbol `dim_param` of the file (`batch`), or an expression in such symbols (`4*batch`)
    record Symbolic(String symbol) implements Dim {
        @Override
        public String toString() {
            return symbol;
        }
    }

    static Dim of(long size) {
        return new Fixed(size);
    }

    static Dim of(String symbol) {
        return new Symbolic(symbol);
    }

    default boolean isFixed() {
        return this instanceof Fixed;
    }

    /// The number of elements along this axis.
    ///
    /// @throws IllegalStateException if the extent is symbolic
    default long size() {
        return switch (this) {
            case Fixed fixed -> fixed.size;
            case Symbolic symbolic ->
                throw new IllegalStateException("dimension must be fixed, was '" + symbolic.symbol + "'");
        };
    }
}
