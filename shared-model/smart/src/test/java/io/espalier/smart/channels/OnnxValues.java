package io.espalier.smart.channels;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Targets;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.ValueInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/// Values inside a graph as ONNX Runtime computes them node by node, for one random image.
public final class OnnxValues {

    private OnnxValues() {}

    /// One image of normally distributed numbers, as large as the graph's input.
    public static Batch image(Graph graph) {
        long[] shape = graph.bound(1).inputs().getFirst().shape().sizes();
        int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        FloatBuffer pixels = ByteBuffer.allocateDirect(size * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        Random random = new Random(2);
        for (int i = 0; i < size; i++) {
            pixels.put(i, (float) random.nextGaussian());
        }
        return new Batch(pixels, new Targets.Labels(new long[1]), 1, (int) shape[1], (int) shape[2], (int) shape[3]);
    }

    /// The graph's outputs, and floating values of these names.
    public static Map<String, float[]> of(Graph graph, Set<String> wanted) {
        Graph bound = graph.bound(1);
        var shapes = ShapeInference.infer(bound);
        List<ValueInfo> outputs = new ArrayList<>(bound.outputs());
        Set<String> present = new HashSet<>();
        bound.outputs().forEach(output -> present.add(output.name()));
        for (String name : wanted) {
            if (present.add(name)) {
                outputs.add(new ValueInfo(name, ElementType.FLOAT, Objects.requireNonNull(shapes.get(name))));
            }
        }
        Graph open =
                new Graph(graph.name(), bound.inputs(), outputs, graph.nodes(), graph.initializers(), graph.header());
        long[] shape = bound.inputs().getFirst().shape().sizes();
        FloatBuffer image = image(bound).images();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, float[]> values = new HashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            try (OrtSession session = environment.createSession(OnnxFile.write(open), options);
                    OnnxTensor input = OnnxTensor.createTensor(environment, image, shape);
                    OrtSession.Result result =
                            session.run(Map.of(bound.inputs().getFirst().name(), input))) {
                for (var entry : result) {
                    OnnxTensor tensor = (OnnxTensor) entry.getValue();
                    float[] found = new float[(int) tensor.getInfo().getNumElements()];
                    tensor.getFloatBuffer().get(found);
                    values.put(entry.getKey(), found);
                }
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses the model", e);
        }
        return values;
    }
}
