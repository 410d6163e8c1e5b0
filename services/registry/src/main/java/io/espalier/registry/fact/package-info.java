/// From facts on topics to rows, each once.
@NullMarked
package io.espalier.registry.fact;

import org.jspecify.annotations.NullMarked;
