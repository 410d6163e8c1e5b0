package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import io.espalier.contracts.PipelineException;
import io.espalier.npu.LayerEstimate;
import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuProfiles;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.TrainingForm;
import io.espalier.onnx.op.OperatorTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Keeps `docs/operators.md` equal to what is found by trying every operator; rewrite it with `-Dgolden.update`.
class OperatorsDocumentTest {

    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", "."), "../../docs/operators.md");

    private static final int FIRST_OPSET = 9;
    private static final int LAST_OPSET = 22;

    private final List<OperatorCase> cases = OperatorTest.cases().toList();

    @Test
    void documentsEveryOperator() throws IOException {
        String expected = document();
        if (System.getProperty("golden.update") != null) {
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(Files.readString(DOCUMENT))
                .as("docs/operators.md is generated; run this test with -Dgolden.update")
                .isEqualTo(expected);
    }

    private String document() {
        return """
                # Operators

                What Espalier does with each ONNX operator, found by trying it: this page is written by `OperatorsDocumentTest` from the cases that
                `OperatorTest` compares with ONNX Runtime. An operator that is not here is refused by name when a model is read.

                - opsets: of 9 to 22, those in which a case is read, and run by ONNX Runtime
                - shaped: the result's shape is known before the model runs
                - executed: forward in training and evaluation; *folded* = only where its value is known before a batch is, so that no node is left
                - differentiable: gradients pass; *0* = its derivative is 0 or does not exist
                - prunable: its weight can be cut by blocks
                - costed: on the NPU model's array, on its vector unit, or free

                | operator | opsets | shaped | executed | differentiable | prunable | costed |
                |---|---|---|---|---|---|---|
                %s
                """.formatted(OperatorTypes.names().stream().map(this::row).collect(Collectors.joining("\n")));
    }

    private String row(String type) {
        List<OperatorCase> own = cases.stream()
                .filter(tested -> tested.name().split(" ")[0].equals(type))
                .toList();
        assertThat(own).as("cases of " + type).isNotEmpty();
        List<OperatorCase> ending =
                own.stream().map(tested -> endingWith(type, tested)).toList();
        return "| %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        type,
                        opsets(own),
                        isShaped(own.getFirst()) ? "yes" : "no",
                        isExecuted(ending.getFirst()) ? "yes" : "folded",
                        ending.stream().anyMatch(OperatorsDocumentTest::passesGradients) ? "yes" : "0",
                        own.stream().anyMatch(OperatorsDocumentTest::isPrunable) ? "yes" : "",
                        cost(own.getFirst(), type));
    }

    /// The case up to the operator's node, whose result is the graph's.
    private static OperatorCase endingWith(String type, OperatorCase tested) {
        List<Node> nodes = new ArrayList<>();
        for (Node node : tested.nodes()) {
            boolean last = node.operator().type().equals(type);
            boolean named = node.outputs().contains(OperatorCase.RESULT);
            nodes.add(last && !named ? node.withOutputs(List.of(OperatorCase.RESULT)) : node);
            if (last) {
                break;
            }
        }
        return new OperatorCase(tested.name(), nodes, tested.constants(), tested.type(), tested.opset());
    }

    private static String opsets(List<OperatorCase> own) {
        int[] taken = IntStream.rangeClosed(FIRST_OPSET, LAST_OPSET)
                .filter(opset -> own.stream().anyMatch(tested -> isTaken(tested.in(opset))))
                .toArray();
        assertThat(taken).as("opsets of " + own.getFirst()).isNotEmpty();
        return taken[0] + "–" + taken[taken.length - 1];
    }

    private static boolean isTaken(OperatorCase tested) {
        byte[] file;
        try {
            file = OnnxFile.write(tested.graph());
            OnnxFile.read(file);
        } catch (PipelineException e) {
            return false;
        }
        try (OnnxRuntime oracle = new OnnxRuntime(file)) {
            return oracle.logits(OperatorCase.batch(1)).length > 0;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static boolean isShaped(OperatorCase tested) {
        Shape result =
                Objects.requireNonNull(ShapeInference.infer(tested.graph()).get(OperatorCase.RESULT));
        return result.dims().stream()
                .allMatch(dim -> dim.isFixed() || dim.toString().contains("batch"));
    }

    private static boolean isExecuted(OperatorCase ending) {
        try (TrainableGraph graph = TrainableGraph.compile(TrainingForm.of(ending.graph()), List.of(), 1)) {
            return !graph.predictions(OperatorCase.batch(1)).isEmpty();
        } catch (PipelineException e) {
            return false;
        }
    }

    private static boolean passesGradients(OperatorCase tested) {
        Graph graph = TrainingForm.of(OperatorGradientTest.behindConv(tested));
        try (TrainableGraph trainable = TrainableGraph.compile(graph, List.of(), 1)) {
            trainable.backward(OperatorCase.batch(2), OperatorGradientTest.projection());
            for (float element : trainable.gradient("mix")) {
                if (element != 0) {
                    return true;
                }
            }
            return false;
        } catch (EngineException | PipelineException e) {
            return false; // nothing leads back to the weight
        }
    }

    private static boolean isPrunable(OperatorCase tested) {
        Graph graph = TrainingForm.of(tested.graph());
        try (TrainableGraph plain = TrainableGraph.compile(graph, List.of(), 1)) {
            return plain.parameters().stream().anyMatch(parameter -> takesFactors(graph, parameter));
        }
    }

    private static boolean takesFactors(Graph graph, Parameter parameter) {
        List<BlockFactor> blocks = List.of(new BlockFactor.Tiles(parameter.name(), 1, 1));
        try (TrainableGraph masked = TrainableGraph.compile(graph, blocks, 1)) {
            return masked.factorCount() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String cost(OperatorCase tested, String type) {
        Graph form = TrainingForm.of(tested.graph().bound(1));
        LayerEstimate estimate = NpuModel.estimate(form, NpuProfiles.all().getFirst()).layers().stream()
                .filter(layer -> layer.operator().equals(type))
                .findFirst()
                .orElse(null);
        return switch (estimate) {
            case null -> "free";
            case LayerEstimate.OnArray ignored -> "array";
            case LayerEstimate.OnVectorUnit ignored -> "vector unit";
            case LayerEstimate.Free ignored -> "free";
        };
    }
}
