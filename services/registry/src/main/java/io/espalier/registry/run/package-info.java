/// Runs and their stages, as far as the facts tell.
@NullMarked
package io.espalier.registry.run;

import org.jspecify.annotations.NullMarked;
