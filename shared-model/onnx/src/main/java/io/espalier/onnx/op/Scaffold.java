package io.espalier.onnx.op;

/// Operators that carry constants, shapes and types around. Exporters leave them in files; none is left by
/// [io.espalier.onnx.TrainingForm] where its value can be known before the model runs.
public sealed interface Scaffold extends Operator
        permits Constant, ConstantOfShape, ShapeOf, SizeOf, NonZero, Range, Identity, Dropout, Cast {}
