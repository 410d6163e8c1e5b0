/// Batches of noise in the form that a model takes: for measurements and comparisons, where what the images show is of
/// no matter.
@NullMarked
package io.espalier.cli.sample;

import org.jspecify.annotations.NullMarked;
