/// Nodes as TorchScript: how each operator's result is written with the functions of libtorch.
///
/// A new operator does not compile until the switch of its family has an expression for it, or a refusal. ONNX Runtime
/// is the reference for every result.
@NullMarked
package io.espalier.trainable.script;

import org.jspecify.annotations.NullMarked;
