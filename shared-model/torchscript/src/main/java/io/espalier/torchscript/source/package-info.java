/// Source text of TorchScript programs: tokens, syntax trees.
@NullMarked
package io.espalier.torchscript.source;

import org.jspecify.annotations.NullMarked;
