@NullMarked
package io.espalier.trainable.loss;

import org.jspecify.annotations.NullMarked;
