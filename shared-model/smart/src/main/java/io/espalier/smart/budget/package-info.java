/// What the kept blocks may cost, in any unit, and which blocks that keeps.
@NullMarked
package io.espalier.smart.budget;

import org.jspecify.annotations.NullMarked;
