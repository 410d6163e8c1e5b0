/// What a TorchScript program computes with.
@NullMarked
package io.espalier.torchscript.value;

import org.jspecify.annotations.NullMarked;
