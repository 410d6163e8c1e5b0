package io.espalier.torchscript.program;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Invalid;
import io.espalier.onnx.ValueInfo;
import io.espalier.torchscript.aten.Call;
import io.espalier.torchscript.aten.GraphBuilder;
import io.espalier.torchscript.source.SourceFile.Function;
import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.TensorLike;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One run of a program's `forward` on a symbol in place of its input.
public final class SymbolicRun {

    private SymbolicRun() {}

    /// The graph of what `forward` computes.
    ///
    /// @throws io.espalier.contracts.PipelineException.Permanent OPERATOR_UNSUPPORTED with everything that does not
    ///     map; MODEL_INVALID if the program refuses the input, cannot be read, or returns no tensor
    public static Graph of(Program program, ValueInfo input) {
        ModulePaths paths = new ModulePaths(program.root());
        GraphBuilder graph = new GraphBuilder(input, paths.tensors());
        UnmappedOperators unmapped = new UnmappedOperators();
        Value result = run(program, paths, graph, unmapped);
        unmapped.refuseIfAny();
        Map<String, Symbol> outputs = outputs(result, graph);
        String type = program.root().type();
        return graph.finish(type.substring(type.lastIndexOf('.') + 1), outputs);
    }

    private static Value run(Program program, ModulePaths paths, GraphBuilder graph, UnmappedOperators unmapped) {
        Function forward = program.method(program.root().type(), "forward")
                .orElseThrow(() -> Invalid.model("The TorchScript module has no method forward"));
        try {
            return new Interpreter(program, paths, graph, unmapped)
                    .run(forward, List.of(program.root(), graph.input()), Map.of(), "");
        } catch (RaisedException e) {
            unmapped.refuseIfAny();
            throw Invalid.model("The TorchScript module refuses an input of shape "
                    + graph.input().shape() + ": " + e.getMessage());
        }
    }

    /// A tensor is `output`; those of a list or tuple are `output_0`, `output_1`, …; those of a dictionary have its
    /// keys.
    private static Map<String, Symbol> outputs(Value result, GraphBuilder graph) {
        Map<String, Symbol> outputs = new LinkedHashMap<>();
        switch (result) {
            case TensorLike tensor -> add("output", tensor, graph, outputs);
            case Value.Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    add("output_" + i, sequence.items().get(i), graph, outputs);
                }
            }
            case Value.Dictionary dictionary ->
                dictionary
                        .entries()
                        .forEach((key, value) ->
                                add(key instanceof Scalar.Text name ? name.value() : "output", value, graph, outputs));
            case Value other -> add("output", other, graph, outputs);
        }
        if (outputs.isEmpty()) {
            throw Invalid.model("The TorchScript module's forward must return a tensor, or a list, tuple or dictionary"
                    + " of tensors");
        }
        return outputs;
    }

    /// None among outputs is left out: an auxiliary head that evaluation does not use.
    private static void add(String name, Value value, GraphBuilder graph, Map<String, Symbol> outputs) {
        if (value instanceof TensorLike tensor) {
            outputs.put(name, new Call("output", List.of(tensor), Map.of(), graph).tensor(0));
        } else if (value instanceof Scalar.Unknown unknown) {
            throw Invalid.unsupported("The TorchScript module's output '" + name + "' is " + unknown.cause());
        } else if (!(value instanceof Scalar.None)) {
            throw Invalid.model("The TorchScript module's forward returns something else than a tensor as '" + name
                    + "'; let it return tensors only");
        }
    }
}
