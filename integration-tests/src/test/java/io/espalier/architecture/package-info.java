/// Rules about the structure, each with the way to repair a violation.
@NullMarked
package io.espalier.architecture;

import org.jspecify.annotations.NullMarked;
