package io.espalier.torchscript.value;

import java.util.List;
import java.util.Map;

/// What a TorchScript program computes with: Python values that are known, and symbols for what only a run knows.
public sealed interface Value
        permits Scalar, Value.Sequence, Value.Dictionary, Value.Reference, Value.Module, TensorLike {

    /// A list, which a program may append to, or a tuple.
    ///
    /// @param items mutable for a list
    record Sequence(List<Value> items, boolean tuple) implements Value {}

    /// @param entries mutable, in the order of insertion
    record Dictionary(Map<Value, Value> entries) implements Value {}

    /// A function, a class or a type, by its dotted name: `torch.relu`, `__torch__.resnet.ResNet`.
    record Reference(String name) implements Value {}

    /// A module of the tree that the file holds; equal only to itself.
    final class Module implements Value {

        private final String type;
        private final Map<String, Value> fields;

        /// @param type   dotted name of the class that has its methods
        /// @param fields submodules, parameters, buffers and attributes by name; mutable
        public Module(String type, Map<String, Value> fields) {
            this.type = type;
            this.fields = fields;
        }

        public String type() {
            return type;
        }

        public Map<String, Value> fields() {
            return fields;
        }
    }
}
