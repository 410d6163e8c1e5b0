/// The ONNX operators that Espalier knows: one record each, holding the attributes and nothing else.
///
/// A new operator is a new record named like its `op_type`, permitted by [Operator], parsed in [OperatorTypes];
/// the compiler then names every switch that must decide about it, and a test fails if it is not parsed.
@NullMarked
package io.espalier.onnx.op;

import org.jspecify.annotations.NullMarked;
