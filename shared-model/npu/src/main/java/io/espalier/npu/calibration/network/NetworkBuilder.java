package io.espalier.npu.calibration.network;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Clip;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Sigmoid;
import io.espalier.onnx.op.SpaceToDepth;
import io.espalier.onnx.op.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes a network down layer by layer, as it is deployed with eight bits: normalisation folded where it follows a
/// convolution. Weights are zeros of one byte; only their shapes are of use.
final class NetworkBuilder {

    /// A feature map.
    ///
    /// @param channels known while building, heights and widths follow from the graph
    record Value(String name, int channels) {}

    private final String name;
    private final List<ValueInfo> inputs;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final Map<List<Long>, Tensor> shared = new LinkedHashMap<>();
    private long parameters;

    /// @param extent height and width of the three-channel image
    NetworkBuilder(String name, int extent) {
        this.name = name;
        this.inputs = List.of(new ValueInfo("image", ElementType.FLOAT, Shape.of(1, 3, extent, extent)));
    }

    Value image() {
        return new Value("image", 3);
    }

    Value conv(Value in, int channels, Filter filter, Offsets offsets) {
        String weight = weight(channels, in.channels() / filter.groups(), filter.height(), filter.width());
        parameters += (long) offsets.perChannel() * channels;
        Operator conv = new Conv(filter.groups(), filter.window());
        return offsets == Offsets.NONE
                ? node(conv, channels, in.name(), weight)
                : node(conv, channels, in.name(), weight, constant(channels));
    }

    Value depthwise(Value in, Filter filter, Offsets offsets) {
        return conv(in, in.channels(), filter.groups(in.channels()), offsets);
    }

    /// A batch normalisation that follows no convolution.
    Value batchNormalization(Value in) {
        parameters += 2L * in.channels();
        String channels = constant(in.channels());
        return node(
                new BatchNormalization(1e-5f, 0.9f, false),
                in.channels(),
                in.name(),
                channels,
                channels,
                channels,
                channels);
    }

    Value relu(Value in) {
        return node(new Relu(), in.channels(), in.name());
    }

    Value relu6(Value in) {
        constants.putIfAbsent("zero", Tensor.ofScalar(0f));
        constants.putIfAbsent("six", Tensor.ofScalar(6f));
        return node(new Clip(), in.channels(), in.name(), "zero", "six");
    }

    /// `x · σ(x)`
    Value silu(Value in) {
        Value gate = node(new Sigmoid(), in.channels(), in.name());
        return node(new Mul(), in.channels(), in.name(), gate.name());
    }

    Value sigmoid(Value in) {
        return node(new Sigmoid(), in.channels(), in.name());
    }

    Value add(Value left, Value right) {
        return node(new Add(), left.channels(), left.name(), right.name());
    }

    Value concat(Value... parts) {
        String[] names = Arrays.stream(parts).map(Value::name).toArray(String[]::new);
        return node(
                new Concat(1), Arrays.stream(parts).mapToInt(Value::channels).sum(), names);
    }

    /// Two halves of the channels.
    List<Value> halves(Value in) {
        int half = in.channels() / 2;
        String id = "split" + nodes.size();
        String sizes = id + ".sizes";
        constants.put(sizes, Tensor.ofVector(half, half));
        nodes.add(new Node(id, new Split(1, 0), List.of(in.name(), sizes), List.of(id + ".0", id + ".1")));
        return List.of(new Value(id + ".0", half), new Value(id + ".1", half));
    }

    Value maxPool(Value in, Filter filter) {
        return node(new MaxPool(filter.window(), false, 0), in.channels(), in.name());
    }

    /// The last window may reach over the edge, as Caffe has it.
    Value maxPoolToTheEdge(Value in, Filter filter) {
        return node(new MaxPool(filter.window(), true, 0), in.channels(), in.name());
    }

    Value averagePool(Value in, Filter filter) {
        return node(new AveragePool(filter.window(), false, false), in.channels(), in.name());
    }

    Value globalAveragePool(Value in) {
        return node(new GlobalAveragePool(), in.channels(), in.name());
    }

    /// Every pixel becomes 2 × 2 of its kind.
    Value doubled(Value in) {
        constants.putIfAbsent("doubling", Tensor.ofFloats(new long[] {4}, 1, 1, 2, 2));
        Resize nearest = new Resize(Resize.Mode.NEAREST, Resize.Coordinates.ASYMMETRIC, Resize.Rounding.FLOOR);
        return node(nearest, in.channels(), in.name(), "", "doubling");
    }

    /// Four neighbours become channels.
    Value folded(Value in) {
        return node(new SpaceToDepth(2), 4 * in.channels(), in.name());
    }

    /// @param pixels of one channel: 1 behind a global pooling
    Value flatten(Value in, int pixels) {
        return node(new Flatten(1), in.channels() * pixels, in.name());
    }

    Value dense(Value in, int outputs) {
        parameters += outputs;
        String weight = weight(outputs, in.channels());
        return node(new Gemm(1, 1, false, true), outputs, in.name(), weight, constant(outputs));
    }

    /// @param outputs   what the network ends in
    Network.Definition build(Value... outputs) {
        List<ValueInfo> results = Arrays.stream(outputs)
                .map(output -> new ValueInfo(output.name(), ElementType.FLOAT, new Shape(List.of())))
                .toList();
        return new Network.Definition(
                new Graph(name, inputs, results, nodes, constants, ModelHeader.of(17)), parameters);
    }

    private Value node(Operator operator, int channels, String... in) {
        String id = operator.type().toLowerCase(Locale.ROOT) + nodes.size();
        nodes.add(new Node(id, operator, List.of(in), List.of(id + ".out")));
        return new Value(id + ".out", channels);
    }

    private String weight(long... shape) {
        long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        parameters += elements;
        List<Long> key = Arrays.stream(shape).boxed().toList();
        Tensor zeros = shared.computeIfAbsent(
                key, ignored -> Tensor.ofRaw(ElementType.INT8, shape, new byte[Math.toIntExact(elements)]));
        String id = "weight" + nodes.size();
        constants.put(id, zeros);
        return id;
    }

    /// One value a channel; what they are does not matter.
    private String constant(int channels) {
        String id = "channels" + channels;
        constants.computeIfAbsent(id, ignored -> Tensor.ofFloats(new long[] {channels}, new float[channels]));
        return id;
    }
}
