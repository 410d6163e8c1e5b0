/// Tests of training against independent oracles: ONNX Runtime, central differences, formulas in double precision.
@NullMarked
package io.espalier.trainable;

import org.jspecify.annotations.NullMarked;
