/// Which channels of a graph must go together, and what goes with them: found from the graph alone, for masks that
/// are
/// exact everywhere and for networks made physically smaller.
@NullMarked
package io.espalier.smart.channels;

import org.jspecify.annotations.NullMarked;
