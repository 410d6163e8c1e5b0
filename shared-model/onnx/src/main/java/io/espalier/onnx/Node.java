package io.espalier.onnx;

import io.espalier.onnx.op.Operator;
import java.util.List;

/// One application of an operator.
///
/// @param name      the exporter's name, may be `""`; use [#label()] in messages
/// @param inputs    names of the values read, by position; `""` = an optional input that is left out
/// @param outputs   names of the values produced, by position; `""` = an optional output that is left out
/// @param docString free text of the exporter, `""` if none
public record Node(String name, Operator operator, List<String> inputs, List<String> outputs, String docString) {

    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    public Node(String name, Operator operator, List<String> inputs, List<String> outputs) {
        this(name, operator, inputs, outputs, "");
    }

    /// The input at a position; `""` if it is left out or the position is past the end.
    public String input(int position) {
        return position < inputs.size() ? inputs.get(position) : "";
    }

    public boolean hasInput(int position) {
        return !input(position).isEmpty();
    }

    /// The first output, which every operator has.
    public String output() {
        return outputs.get(0);
    }

    public Node withInputs(List<String> replacements) {
        return new Node(name, operator, replacements, outputs, docString);
    }

    public Node withOutputs(List<String> replacements) {
        return new Node(name, operator, inputs, replacements, docString);
    }

    public Node withOperator(Operator replacement) {
        return new Node(name, replacement, inputs, outputs, docString);
    }

    /// How messages name this node: operator and name, `Conv '/layer1/conv'`; a nameless one goes by its output.
    public String label() {
        return label(operator.type(), name, outputs);
    }

    static String label(String type, String name, List<String> outputs) {
        String shown = name.isEmpty() && !outputs.isEmpty() ? outputs.get(0) : name;
        return type + " '" + shown + "'";
    }
}
