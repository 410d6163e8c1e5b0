/// Reads TorchScript files (`.pt`) as ONNX graphs.
///
/// A file holds the module tree with its weights (a pickle, [io.espalier.torchscript.pickle]) and the source text
/// of its methods ([io.espalier.torchscript.source]). The text is run once on symbols instead of tensors
/// ([io.espalier.torchscript.program]); every `aten` operator that it meets becomes nodes
/// ([io.espalier.torchscript.aten]).
@NullMarked
package io.espalier.torchscript;

import org.jspecify.annotations.NullMarked;
