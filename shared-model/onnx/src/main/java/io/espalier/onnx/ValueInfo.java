package io.espalier.onnx;

/// Name, element type and shape of a graph input, output or intermediate value.
///
/// @param docString free text of the exporter, `""` if none
public record ValueInfo(String name, ElementType type, Shape shape, String docString) {

    public ValueInfo(String name, ElementType type, Shape shape) {
        this(name, type, shape, "");
    }
}
