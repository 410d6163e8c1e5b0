/// The pruning service: from a checked model to one that meets its budget.
@NullMarked
package io.espalier.pruning;

import org.jspecify.annotations.NullMarked;
