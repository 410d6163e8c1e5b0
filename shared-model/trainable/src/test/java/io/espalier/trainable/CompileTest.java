package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Slice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompileTest {

    @Test
    void listsAllNodesThatCannotBeTrained() {
        // Given
        Graph graph = Networks.tiny();
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.add(node("extents", new ShapeOf(0, Integer.MAX_VALUE), "image"));
        nodes.add(node("cut", new Slice(), "image", "extents", "extents"));
        ValueInfo cut = new ValueInfo(
                "cut", ElementType.FLOAT, graph.inputs().getFirst().shape());
        Graph broken =
                new Graph(graph.name(), graph.inputs(), List.of(cut), nodes, graph.initializers(), graph.header());

        // When, then
        assertThatThrownBy(() -> TrainableGraph.compile(broken, List.of(), 1))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.OPERATOR_UNSUPPORTED))
                .hasMessageContaining("'extents'")
                .hasMessageContaining("Slice 'cut'");
    }

    @Test
    void namesParametersAndWhichOfThemDecay() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), List.of(), 1)) {
            assertThat(graph.parameters())
                    .filteredOn(Parameter::decayed)
                    .extracting(Parameter::name)
                    .containsExactly("c1.w", "c2.w", "fc.w");
            assertThat(graph.parameters())
                    .filteredOn(parameter -> !parameter.decayed())
                    .extracting(Parameter::name)
                    .containsExactly("c1.b", "n1.scale", "n1.offset", "c2.b", "n2.scale", "n2.offset", "fc.b");
        }
    }

    @Test
    void refusesFactorsOfWhatCannotBeCutSo() {
        List<BlockFactor> refused = List.of(
                new BlockFactor.Tiles("n1.scale", 2, 2),
                new BlockFactor.Matrix("n1.mean", 2, 2, true),
                BlockFactor.Channels.of("c1.w", 6),
                BlockFactor.Channels.of("n1.mean", 5));
        for (BlockFactor factor : refused) {
            assertThatThrownBy(() -> TrainableGraph.compile(Networks.tiny(), List.of(factor), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("block factors need");
        }
    }

    @Test
    void saysWhenTheEngineIsNotThere() {
        assertThatThrownBy(() -> Torch.load("no such engine"))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.ENGINE_UNAVAILABLE))
                .hasMessageContaining(System.getProperty("os.arch"));
    }

    private static Node node(String name, Operator operator, String... inputs) {
        return new Node(name, operator, List.of(inputs), List.of(name));
    }
}
