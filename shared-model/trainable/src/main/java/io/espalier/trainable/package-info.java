/// Training of ONNX graphs: compiled to TorchScript, run by libtorch through DJL.
///
/// [TrainableGraph] is the model with its parameters; [Loss], [Optimizers] and [CosineSchedule] are the pieces of a
/// training loop, which belongs to the caller. Same initial values, batches and thread count give the same bits.
@NullMarked
package io.espalier.trainable;

import org.jspecify.annotations.NullMarked;
