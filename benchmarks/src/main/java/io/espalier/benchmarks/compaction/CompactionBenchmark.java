package io.espalier.benchmarks.compaction;

import io.espalier.contracts.PruneSpec.Normalization;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Targets;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelSummary;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import io.espalier.runs.Compacted;
import io.espalier.runs.ForwardCheck;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Importances;
import io.espalier.smart.PrunableLayer;
import io.espalier.smart.budget.BlockBudget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// Half of the channel groups of each network go by magnitude, without training: what is compared is the file with
/// zeros and the compact one, so accuracy does not matter. One row of a Markdown table a network.
///
/// Usage: `CompactionBenchmark TURNS THREADS MODEL.onnx…`
public final class CompactionBenchmark {

    private static final String SPEC = """
            model: compaction
            data: {uri: none}
            prune: {pattern: channel, budget: {block-sparsity: 0.5}}
            """;

    private CompactionBenchmark() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 3) {
            System.err.println("usage: CompactionBenchmark TURNS THREADS MODEL.onnx...");
            System.exit(64);
        }
        System.out.println(
                "| network | input | parameters | compact | file bytes, compact ÷ zeros | MACs, compact ÷ zeros"
                        + " | ONNX Runtime ms | compact | times as fast | largest difference |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (String model : List.of(args).subList(2, args.length)) {
            System.out.println(row(Path.of(model), Integer.parseInt(args[0]), Integer.parseInt(args[1])));
        }
    }

    private static String row(Path model, int turns, int threads) throws IOException {
        Graph pruned = pruned(TrainingForm.of(OnnxFile.read(model)));
        Batch image = image(pruned);
        Compacted compacted = Compacted.of(pruned, 1, List.of(image), turns, threads);
        ModelSummary before = ModelSummary.of(pruned);
        ModelSummary after = ModelSummary.of(OnnxFile.read(compacted.model()));
        double difference = compacted.outputs().stream()
                .mapToDouble(ForwardCheck.Compared::difference)
                .max()
                .orElse(0);
        return String.format(
                Locale.ROOT,
                "| %s | %d×%d | %,d | %,d | %.3f | %.3f | %.2f | %.2f | %.2f | %.1e |",
                String.valueOf(model.getFileName()).replace(".onnx", ""),
                image.height(),
                image.width(),
                before.parameters(),
                after.parameters(),
                (double) compacted.model().length / OnnxFile.write(pruned).length,
                (double) after.macs() / before.macs(),
                compacted.prunedMs(),
                compacted.modelMs(),
                compacted.prunedMs() / compacted.modelMs(),
                difference);
    }

    private static Graph pruned(Graph dense) {
        RunSpec spec = RunSpecReader.read(SPEC);
        BlockLayout layout = BlockLayout.of(dense, spec.prune());
        double[] scores = Importances.normalize(Importances.magnitude(dense, layout), layout, Normalization.LAYER_MEAN);
        boolean[] kept = BlockBudget.of(dense, layout, spec).select(scores);
        Map<String, Tensor> changed = new HashMap<>();
        int begin = 0;
        for (PrunableLayer layer : layout.layers()) {
            for (PrunableLayer.Part part : layer.parts()) {
                zero(dense, part, kept, begin, changed);
            }
            begin += layer.blocks();
        }
        return dense.withInitializers(changed);
    }

    private static void zero(
            Graph dense, PrunableLayer.Part part, boolean[] kept, int begin, Map<String, Tensor> changed) {
        Tensor tensor = changed.getOrDefault(
                part.parameter(), dense.constant(part.parameter()).orElseThrow());
        float[] values = tensor.floats();
        part.elements().forEach((index, block) -> values[index] = kept[begin + block] ? values[index] : 0);
        changed.put(part.parameter(), Tensor.ofFloats(tensor.shape(), values));
    }

    private static Batch image(Graph graph) {
        long[] shape = graph.inputs().getFirst().shape().bound(1).sizes();
        int size = Math.toIntExact(shape[1] * shape[2] * shape[3]);
        FloatBuffer pixels = ByteBuffer.allocateDirect(size * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < size; i++) {
            pixels.put(i, (float) random.nextGaussian());
        }
        return new Batch(pixels, new Targets.None(), 1, (int) shape[1], (int) shape[2], (int) shape[3]);
    }
}
