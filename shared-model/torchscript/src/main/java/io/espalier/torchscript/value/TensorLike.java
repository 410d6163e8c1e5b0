package io.espalier.torchscript.value;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;

/// A tensor of the program: one that the file holds, or one that a run computes.
public sealed interface TensorLike extends Value {

    /// A parameter, buffer or constant of the file; equal only to itself, so that shared weights stay shared.
    final class Stored implements TensorLike {

        private final Tensor tensor;

        public Stored(Tensor tensor) {
            this.tensor = tensor;
        }

        public Tensor tensor() {
            return tensor;
        }
    }

    /// A variable tensor: which graph value it holds at this point of the program. An operator that works in place
    /// lets it hold another; who else refers to the variable sees that, as in PyTorch.
    final class Symbol implements TensorLike {

        private String name;
        private final Shape shape;
        private final ElementType type;
        private boolean aliased;

        public Symbol(String name, Shape shape, ElementType type) {
            this.name = name;
            this.shape = shape;
            this.type = type;
        }

        /// Name of the graph value.
        public String name() {
            return name;
        }

        public Shape shape() {
            return shape;
        }

        public ElementType type() {
            return type;
        }

        /// Whether it shares its elements with another variable, so that writing to it would change that one too.
        public boolean aliased() {
            return aliased;
        }

        public void markAliased() {
            aliased = true;
        }

        /// Lets this variable hold what an operator computed in place.
        public void assign(Symbol result) {
            name = result.name;
        }
    }
}
