package io.espalier.onnx;

import static io.espalier.onnx.Graphs.node;
import static io.espalier.onnx.Graphs.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Window;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {

    private static final Shape ANY_SIZE = Shape.of(Dim.of("batch"), Dim.of(3), Dim.of("h"), Dim.of("w"));
    private static final Tensor WEIGHT = random(1, 4, 3, 3, 3);

    @Test
    void initializersAreExchanged() {
        Tensor zeros = Tensor.ofFloats(new long[] {2}, 0, 0);
        Graph graph = Graphs.tiny().withInitializers(Map.of("fc.bias", zeros));
        assertThat(graph.constant("fc.bias")).contains(zeros);
        assertThat(graph.constant("fc.weight")).isEqualTo(Graphs.tiny().constant("fc.weight"));
        assertThat(graph.initializers().keySet())
                .containsExactlyElementsOf(Graphs.tiny().initializers().keySet());
    }

    @Test
    void initializersOfAnotherShapeOrNameAreRefused() {
        Graph graph = Graphs.tiny();
        Map<String, Tensor> longer = Map.of("fc.bias", random(1, 3));
        assertThatThrownBy(() -> graph.withInitializers(longer))
                .hasMessage("initializer 'fc.bias' must be FLOAT[2], was FLOAT[3]");
        Map<String, Tensor> unknown = Map.of("fc.bais", random(1, 2));
        assertThatThrownBy(() -> graph.withInitializers(unknown))
                .hasMessage("initializer 'fc.bais' must be one of the graph's, was FLOAT[2]");
    }

    @Test
    void producersAndConsumersAreFound() {
        Graph graph = Graphs.tiny();
        assertThat(graph.producer("bn").orElseThrow().name()).isEqualTo("bn_node");
        assertThat(graph.producer("fc.bias")).isEmpty();
        assertThat(graph.consumers("bn")).extracting(Node::name).containsExactly("relu_node");
    }

    @Test
    void boundToABatchAllShapesAreFixed() {
        Map<String, Shape> shapes = ShapeInference.infer(Graphs.tiny().bound(5));
        assertThat(shapes.get("conv")).isEqualTo(Shape.of(5, 4, 4, 4));
        assertThat(shapes.get("logits")).isEqualTo(Shape.of(5, 2));
    }

    @Test
    void symbolicExtentsAreCarriedThroughWindows() {
        Graph same =
                Graphs.of(ANY_SIZE, "y", Map.of("w", WEIGHT), node(new Conv(1, Window.square(3, 1, 1)), "y", "x", "w"));
        assertThat(ShapeInference.infer(same).get("y")).hasToString("(batch, 4, h, w)");
        Graph halved =
                Graphs.of(ANY_SIZE, "y", Map.of("w", WEIGHT), node(new Conv(1, Window.square(3, 2, 1)), "y", "x", "w"));
        assertThat(ShapeInference.infer(halved).get("y"))
                .hasToString("(batch, 4, (((h + -1) // 2) + 1), (((w + -1) // 2) + 1))");
        assertThat(ShapeInference.infer(halved.bound(9)).get("y")).isEqualTo(Shape.of(9, 4, 5, 5));
        Shape expressions = Shape.of(Dim.of("(h + 1)"));
        assertThatThrownBy(() -> expressions.bound(9)).hasMessage("extent must be a product of symbols, was '(h + 1)'");
    }

    @Test
    void productsOfSymbolsCancelInReshape() {
        Graph joined = Graphs.of(
                ANY_SIZE,
                "y",
                Map.of("joined", Tensor.ofVector(-1, 3), "apart", Tensor.ofVector(0, 3, 1)),
                node(new Reshape(false), "a", "x", "joined"),
                node(new Reshape(false), "y", "a", "apart"));
        assertThat(ShapeInference.infer(joined).get("a")).hasToString("(batch*h*w, 3)");
        assertThat(ShapeInference.infer(joined).get("y")).hasToString("(batch*h*w, 3, 1)");
        assertThat(Shape.of(Dim.of("4*batch*h")).bound(3)).isEqualTo(Shape.of(36));
    }
}
