/// Runs a TorchScript program once, on symbols instead of tensors.
@NullMarked
package io.espalier.torchscript.program;

import org.jspecify.annotations.NullMarked;
