/// What a training step minimises: one term a class, all of them scalars of a network's outputs and a batch's targets.
@NullMarked
package io.espalier.trainable.loss;

import org.jspecify.annotations.NullMarked;
