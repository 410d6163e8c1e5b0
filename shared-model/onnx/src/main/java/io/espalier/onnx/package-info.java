/// ONNX model files as immutable graphs: codec, checks, shape inference and the form that training works on.
///
/// [OnnxFile] reads and writes, [TrainingForm] folds constants and un-shares weights, [ShapeInference] tells the
/// shape of every value with the batch left symbolic. Operators are the records of [io.espalier.onnx.op].
/// Source: ONNX specification, IR version 13, operator sets 9 to 22.
@NullMarked
package io.espalier.onnx;

import org.jspecify.annotations.NullMarked;
