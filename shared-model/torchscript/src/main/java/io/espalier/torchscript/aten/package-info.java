/// What each `aten` operator becomes in an ONNX graph.
@NullMarked
package io.espalier.torchscript.aten;

import org.jspecify.annotations.NullMarked;
