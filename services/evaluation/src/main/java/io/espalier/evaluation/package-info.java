/// The evaluation service: measures the bytes that would be served.
@NullMarked
package io.espalier.evaluation;

import org.jspecify.annotations.NullMarked;
