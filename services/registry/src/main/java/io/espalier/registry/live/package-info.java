/// Pushes runs to people who watch.
@NullMarked
package io.espalier.registry.live;

import org.jspecify.annotations.NullMarked;
