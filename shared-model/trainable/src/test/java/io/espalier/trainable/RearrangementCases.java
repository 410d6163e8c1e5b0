package io.espalier.trainable;

import static io.espalier.trainable.OperatorCase.IMAGE;
import static io.espalier.trainable.OperatorCase.on;
import static io.espalier.trainable.OperatorCase.onImage;
import static io.espalier.trainable.OperatorCase.ramp;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.DepthToSpace;
import io.espalier.onnx.op.Expand;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.GatherElements;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.SpaceToDepth;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.Squeeze;
import io.espalier.onnx.op.Tile;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Unsqueeze;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Elements put elsewhere, cut, joined or given another shape.
final class RearrangementCases {

    private RearrangementCases() {}

    static List<OperatorCase> views() {
        return List.of(
                onImage("Flatten 0", new Flatten(0)),
                onImage("Flatten 1", new Flatten(1)),
                onImage("Flatten 2", new Flatten(2)),
                onImage("Flatten -1", new Flatten(-1)),
                onImage("Flatten behind the last axis", new Flatten(4)),
                onImage("Flatten before the first axis", new Flatten(-4)),
                onImage("Reshape", new Reshape(false), Tensor.ofVector(0, -1, 49)),
                onImage("Unsqueeze", new Unsqueeze(), Tensor.ofVector(-1, 1)),
                onImage("Squeeze two", new GlobalAveragePool()).then(new Squeeze(), Tensor.ofVector(-1, 2)),
                onImage("Squeeze one", new GlobalAveragePool()).then(new Squeeze(), Tensor.ofVector(3)),
                onImage("Transpose", new Transpose(List.of(0, 2, 3, 1))),
                onImage("Transpose reversed", new Transpose(List.of())));
    }

    static List<OperatorCase> layouts() {
        return List.of(
                on("Concat", new Concat(-1), List.of(IMAGE, IMAGE), Map.of()),
                onImage("DepthToSpace DCR", new Slice(), Tensor.ofVector(0), Tensor.ofVector(4), Tensor.ofVector(3))
                        .then(new Reshape(false), Tensor.ofVector(0, 12, 7, -1))
                        .then(new DepthToSpace(2, DepthToSpace.Mode.DCR)),
                onImage("DepthToSpace CRD", new Slice(), Tensor.ofVector(0), Tensor.ofVector(4), Tensor.ofVector(3))
                        .then(new Reshape(false), Tensor.ofVector(0, 12, 7, -1))
                        .then(new DepthToSpace(2, DepthToSpace.Mode.CRD)),
                onImage(
                                "SpaceToDepth",
                                new Slice(),
                                Tensor.ofVector(1, 0),
                                Tensor.ofVector(7, 4),
                                Tensor.ofVector(2, 3))
                        .then(new SpaceToDepth(2)),
                onImage("Tile", new Tile(), Tensor.ofVector(1, 2, 1, 3)),
                onImage("Expand", new GlobalAveragePool()).then(new Expand(), Tensor.ofVector(1, 3, 2, 5)),
                onImage("Expand by a new axis", new Expand(), Tensor.ofVector(2, 1, 1, 1, 1)),
                onImage("Reshape to more axes", new Slice(), Tensor.ofVector(0), Tensor.ofVector(6), Tensor.ofVector(3))
                        .then(new Reshape(false), Tensor.ofVector(0, 3, 7, 2, 3))
                        .then(new Transpose(List.of(0, 2, 4, 3, 1))),
                split("Split first", new Split(2, 0), 0, Tensor.ofVector(2, 4, 1)),
                split("Split last", new Split(2, 0), 2, Tensor.ofVector(2, 4, 1)),
                split("Split ragged", new Split(-1, 3), 2));
    }

    /// One of three parts; the others are not read.
    private static OperatorCase split(String name, Split split, int read, Tensor... sizes) {
        List<String> outputs = new ArrayList<>(List.of("first", "second", "third"));
        outputs.set(read, "y");
        List<String> inputs = sizes.length == 0 ? List.of(IMAGE) : List.of(IMAGE, "sizes");
        Map<String, Tensor> constants = sizes.length == 0 ? Map.of() : Map.of("sizes", sizes[0]);
        return OperatorCase.of(name, List.of(new Node("tested", split, inputs, outputs)), constants);
    }

    static List<OperatorCase> pads() {
        Tensor spatial = Tensor.ofVector(0, 0, 2, 0, 0, 0, 1, 3);
        Tensor cropping = Tensor.ofVector(0, 0, 2, -1, 0, 0, -2, 3);
        Tensor channels = Tensor.ofVector(0, 1, 0, 2, 0, 2, 0, 0);
        return List.of(
                onImage(
                        "Pad constant",
                        new Pad(Pad.Mode.CONSTANT),
                        Tensor.ofVector(0, 1, 2, 0, 0, 0, -1, 3),
                        Tensor.ofScalar(0.5f)),
                onImage("Pad zero", new Pad(Pad.Mode.CONSTANT), spatial),
                on(
                        "Pad axes",
                        new Pad(Pad.Mode.CONSTANT),
                        List.of(IMAGE, "pads", "", "axes"),
                        Map.of("pads", Tensor.ofVector(1, 2, 3, 0), "axes", Tensor.ofVector(-1, 1))),
                onImage("Pad reflect", new Pad(Pad.Mode.REFLECT), spatial),
                onImage("Pad edge", new Pad(Pad.Mode.EDGE), spatial),
                onImage("Pad wrap", new Pad(Pad.Mode.WRAP), spatial),
                onImage("Pad reflect cropping", new Pad(Pad.Mode.REFLECT), cropping),
                onImage("Pad edge cropping", new Pad(Pad.Mode.EDGE), cropping),
                onImage("Pad reflect channels", new Pad(Pad.Mode.REFLECT), channels),
                onImage("Pad edge channels", new Pad(Pad.Mode.EDGE), channels));
    }

    static List<OperatorCase> cuts() {
        Tensor axes = Tensor.ofVector(2, -1);
        return List.of(
                onImage(
                        "Slice",
                        new Slice(),
                        Tensor.ofVector(1, -6),
                        Tensor.ofVector(Long.MAX_VALUE, -1),
                        axes,
                        Tensor.ofVector(2, 3)),
                onImage("Slice first axes", new Slice(), Tensor.ofVector(0, 1), Tensor.ofVector(9, 3)),
                onImage(
                        "Slice backwards",
                        new Slice(),
                        Tensor.ofVector(5, -1),
                        Tensor.ofVector(0, Long.MIN_VALUE),
                        axes,
                        Tensor.ofVector(-1, -2)),
                onImage(
                        "Slice backwards past the end",
                        new Slice(),
                        Tensor.ofVector(100),
                        Tensor.ofVector(-6),
                        Tensor.ofVector(3),
                        Tensor.ofVector(-3)),
                onImage(
                        "Slice backwards from before the start",
                        new Slice(),
                        Tensor.ofVector(-10),
                        Tensor.ofVector(-100),
                        Tensor.ofVector(3),
                        Tensor.ofVector(-1)),
                onImage("Gather one", new Gather(1), Tensor.ofScalar(-1L)),
                onImage("Gather some", new Gather(2), Tensor.ofVector(4, -2, 0)),
                onImage("Gather a table", new Gather(-1), Tensor.ofLongs(new long[] {2, 3}, 4, -2, 0, 1, 1, 6)),
                gatherComputed(),
                gatherElements(),
                onImage("GatherElements computed", new ArgReduce(ArgReduce.Kind.MAX, 2, true, false))
                        .then(new Cast(ElementType.FLOAT, true)));
    }

    /// A table of three rows, at the channel that is largest.
    private static OperatorCase gatherComputed() {
        Node index =
                new Node("index", new ArgReduce(ArgReduce.Kind.MAX, 1, false, false), List.of(IMAGE), List.of("i"));
        Node rows = new Node("tested", new Gather(0), List.of("table", "i"), List.of("rows"));
        Node mean = new Node("scaled", new Mul(), List.of("rows", "two"), List.of("y"));
        return OperatorCase.of(
                "Gather computed", List.of(index, rows, mean), Map.of("table", ramp(3, 4), "two", Tensor.ofScalar(2f)));
    }

    private static OperatorCase gatherElements() {
        Node index = new Node("index", new ArgReduce(ArgReduce.Kind.MIN, 3, true, false), List.of(IMAGE), List.of("i"));
        Node taken = new Node("tested", new GatherElements(-1), List.of(IMAGE, "i"), List.of("y"));
        return OperatorCase.of("GatherElements", List.of(index, taken), Map.of());
    }
}
