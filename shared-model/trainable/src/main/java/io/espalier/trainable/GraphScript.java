package io.espalier.trainable;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.trainable.script.Mode;
import io.espalier.trainable.script.Operands;
import io.espalier.trainable.script.OperatorScript;
import io.espalier.trainable.script.UntrainableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A graph as TorchScript text: one method a [Mode], one line a node.
///
/// `def MODE(self, x: Tensor, p: List[Tensor], b: List[Tensor], f: List[Tensor], k: List[Tensor], m: Tensor) ->
/// List[Tensor]`: images `x`, parameters `p`, buffers `b`, all block factors in the single tensor of `f`, fixed tensors
/// `k`, momentum `m` of recalibration; the graph's outputs in their order, float32.
///
/// @param text       all methods
/// @param parameters names of the initializers in `p`, in order
/// @param buffers    names of the initializers in `b`, in order
/// @param fixed      the tensors in `k`, in order
/// @param running    the buffers that training changes: running statistics of batch normalisation
/// @param grids      where each block factor's grid lies in `f`
record GraphScript(
        String text,
        List<String> parameters,
        List<String> buffers,
        List<Tensor> fixed,
        List<String> running,
        List<FactorGrid> grids) {

    private static final String SIGNATURE =
            "def %s(self, x: Tensor, p: List[Tensor], b: List[Tensor], f: List[Tensor], k: List[Tensor], m: Tensor)"
                    + " -> List[Tensor]:%n";

    /// libtorch's number for channels last, `(n, h, w, c)` in memory: measured 1.3 to 1.4 times as fast on CPUs.
    private static final int CHANNELS_LAST = 2;

    private static final int IMAGE_RANK = 4;

    /// libtorch's number for float32.
    private static final int FLOAT = 6;

    /// @throws PipelineException.Permanent OPERATOR_UNSUPPORTED, naming every node that cannot be trained
    /// @throws IllegalArgumentException if a block factor names what cannot be cut so
    static GraphScript of(Graph graph, List<BlockFactor> factors) {
        if (graph.inputs().size() != 1) {
            throw refusal(List.of(
                    "the graph must have one input, has " + graph.inputs().size()));
        }
        Operands operands = Operands.of(graph);
        List<FactorGrid> grids = FactorGrid.of(graph, operands, factors);
        StringBuilder text = new StringBuilder();
        for (Mode mode : Mode.values()) {
            text.append(SIGNATURE.formatted(mode.method()));
            lines(graph, operands, grids, mode)
                    .forEach(line -> text.append("  ").append(line).append('\n'));
        }
        text.append(StepScript.METHODS).append(TileScript.methods(TileScript.of(grids)));
        return new GraphScript(
                text.toString(), operands.parameters(), operands.buffers(), operands.fixed(), running(graph), grids);
    }

    /// The grids that [TileScript] handles.
    List<FactorGrid> tiles() {
        return TileScript.of(grids);
    }

    /// Number of factors of all grids.
    int factorCount() {
        return grids.stream().mapToInt(FactorGrid::size).sum();
    }

    private static List<String> running(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.operator() instanceof BatchNormalization)
                .flatMap(node -> Stream.of(node.input(3), node.input(4)))
                .distinct()
                .toList();
    }

    private static List<String> lines(Graph graph, Operands operands, List<FactorGrid> grids, Mode mode) {
        List<String> lines = new ArrayList<>(FactorScript.of(grids, operands));
        String input = graph.inputs().get(0).name();
        boolean images = graph.inputs().get(0).shape().rank() == IMAGE_RANK;
        lines.add(operands.variable(input) + " = "
                + (images ? "torch.contiguous(x, memory_format=%d)".formatted(CHANNELS_LAST) : "x"));
        String results = graph.outputs().stream()
                .map(output -> result(output.name(), operands))
                .collect(Collectors.joining(", ", "return [", "]"));
        lines.addAll(statements(graph, operands, mode));
        lines.add(results);
        return lines;
    }

    /// Java reads float32; an index or a truth value comes as one.
    private static String result(String output, Operands operands) {
        String variable = operands.variable(output);
        return operands.type(output).isFloating() ? variable : "torch.to(%s, %d)".formatted(variable, FLOAT);
    }

    /// From the last node to the first, so that only those are written whose values are read: an expression may use an
    /// extent or the input of its input instead.
    private static List<String> statements(Graph graph, Operands operands, Mode mode) {
        List<String> statements = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (Node node : graph.nodes().reversed()) {
            if (Collections.disjoint(operands.mentioned(), node.outputs())) {
                continue;
            }
            try {
                statements.add(OperatorScript.statement(node, operands, mode));
            } catch (UntrainableException e) {
                refused.add(node.label() + ": " + e.getMessage());
                node.inputs().forEach(operands::variable);
            }
        }
        if (!refused.isEmpty()) {
            throw refusal(refused.reversed());
        }
        return statements.reversed();
    }

    private static PipelineException refusal(List<String> reasons) {
        return new PipelineException.Permanent(
                ErrorCode.OPERATOR_UNSUPPORTED, "the graph cannot be trained: " + String.join("; ", reasons));
    }
}
