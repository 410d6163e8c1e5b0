package io.espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Relu;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An operator on constants alone, folded here and run in ONNX Runtime.
final class FoldedConstants {

    private FoldedConstants() {}

    /// Bit for bit.
    static void assertComputedAsInARun(Operator operator, int outputs, List<Tensor> inputs)
            throws InvalidProtocolBufferException {
        Map<String, Tensor> initializers = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (Tensor tensor : inputs) {
            names.add("c" + names.size());
            initializers.put(names.getLast(), tensor);
        }
        List<String> results = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            results.add("constant" + i);
        }
        Node node = new Node("folded", operator, names, results);
        Graph graph = Graphs.of(Shape.of(1), "y", initializers, node, Graphs.node(new Relu(), "y", "x"));
        Graph folded = ConstantFolding.fold(graph);
        assertThat(folded.nodes()).hasSize(1);
        Map<String, Tensor> run = OnnxRuntime.run(
                Graphs.showingAll(OnnxFile.write(graph)), Map.of("x", Tensor.ofFloats(new long[] {1}, 1)));
        results.forEach(result -> assertThat(folded.constant(result)).as(result).contains(run.get(result)));
    }
}
