package io.espalier.onnx;

import static io.espalier.onnx.Graphs.node;
import static io.espalier.onnx.Graphs.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Clip;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Window;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingFormTest {

    private static final BatchNormalization NORM = new BatchNormalization(1e-5f, 0.9f, false);
    private static final Tensor ONES = Tensor.ofFloats(new long[] {3}, 1, 1, 1);
    private static final Tensor ZEROS = Tensor.ofFloats(new long[] {3}, 0, 0, 0);

    @Test
    void initializersMergedByTheExporterGetTheirOwnCopies() {
        Graph graph = Graphs.of(
                Graphs.image(3, 4),
                "y",
                Map.of("ones", ONES, "zeros", ZEROS),
                node(NORM, "a", "x", "ones", "zeros", "zeros", "ones"),
                node(NORM, "y", "a", "ones", "zeros", "zeros", "ones"));
        Graph form = TrainingForm.of(graph);
        assertThat(form.nodes().get(0).inputs()).containsExactly("x", "ones", "zeros", "zeros@a_node", "ones@a_node");
        assertThat(form.nodes().get(1).inputs())
                .containsExactly("a", "ones@y_node", "zeros@y_node", "zeros@y_node#2", "ones@y_node#2");
        assertThat(form.initializers()).hasSize(8);
        assertThat(form.constant("zeros@y_node#2")).contains(ZEROS);
    }

    @Test
    void anInitializerBehindAnIdentityGetsTheIdentitysName() {
        Graph graph = Graphs.of(
                Graphs.image(3, 4),
                "y",
                Map.of("bn1.weight", ONES, "bn1.bias", ZEROS, "mean", ZEROS, "var", ONES),
                node(new Identity(), "bn2.weight", "bn1.weight"),
                node(NORM, "a", "x", "bn1.weight", "bn1.bias", "mean", "var"),
                node(NORM, "y", "a", "bn2.weight", "bn1.bias", "mean", "var"));
        Graph form = TrainingForm.of(graph);
        assertThat(form.nodes()).hasSize(2);
        assertThat(form.nodes().get(1).input(1)).isEqualTo("bn2.weight");
        assertThat(form.constant("bn2.weight")).contains(ONES);
    }

    @Test
    void boundsStayShared() {
        Graph graph = Graphs.of(
                Graphs.image(3, 4),
                "y",
                Map.of("low", Tensor.ofScalar(0f), "high", Tensor.ofScalar(6f)),
                node(new Clip(), "a", "x", "low", "high"),
                node(new Clip(), "y", "a", "low", "high"));
        assertThat(TrainingForm.of(graph)).isEqualTo(graph);
    }

    @Test
    void identitiesAndDropoutGo() {
        Graph graph = Graphs.of(
                Graphs.image(3, 4),
                "y",
                Map.of(),
                node(new Identity(), "a", "x"),
                node(new Relu(), "b", "a"),
                node(new Dropout(0), "c", "b"),
                node(new Identity(), "d", "c"),
                node(new Relu(), "e", "d"),
                node(new Identity(), "y", "e"));
        assertThat(TrainingForm.of(graph).nodes())
                .containsExactly(
                        new Node("b_node", new Relu(), List.of("x"), List.of("b")),
                        new Node("e_node", new Relu(), List.of("b"), List.of("y")));
    }

    @Test
    void anIdentityBetweenInputAndOutputStays() {
        Graph graph = Graphs.of(Graphs.image(3, 4), "y", Map.of(), node(new Identity(), "y", "x"));
        assertThat(TrainingForm.of(graph)).isEqualTo(graph);
    }

    @Test
    void aDropoutWhoseMaskIsReadStays() {
        Node dropout = new Node("drop", new Dropout(0), List.of("x"), List.of("a", "mask"));
        Graph graph = Graphs.of(
                Graphs.image(3, 4),
                "y",
                Map.of(),
                dropout,
                node(new io.espalier.onnx.op.Cast(ElementType.FLOAT, true), "kept", "mask"),
                node(new Add(), "y", "a", "kept"));
        assertThat(TrainingForm.of(graph).nodes()).contains(dropout);
    }

    @Test
    void windowsAreSpelledOut() {
        Window open = new Window(List.of(), List.of(), List.of(), new Padding.SameLower());
        Window same = new Window(List.of(3L, 3L), List.of(2L, 2L), List.of(), new Padding.SameUpper());
        Graph graph = Graphs.of(
                Graphs.image(3, 8),
                "y",
                Map.of("w", random(1, 3, 3, 2, 2)),
                node(new Conv(1, open), "a", "x", "w"),
                node(new MaxPool(same, false, 0), "y", "a"));
        Graph form = TrainingForm.of(graph);
        List<Long> zero = List.of(0L, 0L);
        List<Long> one = List.of(1L, 1L);
        assertThat(form.nodes().get(0).operator())
                .isEqualTo(new Conv(1, new Window(List.of(2L, 2L), one, one, new Padding.Explicit(one, zero))));
        assertThat(form.nodes().get(1).operator())
                .isEqualTo(new MaxPool(same.withPadding(new Padding.Explicit(zero, one)), false, 0));
    }

    @Test
    void whatNoOutputDependsOnGoes() {
        Graph graph = Graphs.of(
                Graphs.image(3, 4),
                "y",
                Map.of("unused", ONES),
                node(new Relu(), "dead", "x"),
                node(new Relu(), "y", "x"));
        Graph form = TrainingForm.of(graph);
        assertThat(form.nodes()).hasSize(1);
        assertThat(form.initializers()).isEmpty();
    }
}
