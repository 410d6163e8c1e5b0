/// Reads the pickles of a TorchScript file; nothing in them is ever executed.
@NullMarked
package io.espalier.torchscript.pickle;

import org.jspecify.annotations.NullMarked;
