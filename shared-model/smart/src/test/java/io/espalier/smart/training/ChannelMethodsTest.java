package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.PruneSpec.Normalization;
import io.espalier.contracts.RunSpec;
import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Tensor;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.TinyModels;
import io.espalier.smart.budget.BlockBudget;
import io.espalier.smart.channels.Compaction;
import io.espalier.smart.channels.OnnxValues;
import io.espalier.trainable.TrainableGraph;
import io.espalier.trainable.loss.Loss;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Methods on whole channels: they meet their budgets where layers share channels, and what is masked can come back
/// where a method says so.
final class ChannelMethodsTest {

    /// Channels of `down` with both `second`, and of each `first`.
    private static final int CHANNELS = 36;

    private final Graph source = TinyModels.residual(Stripes.CLASSES, 1);
    private final RunSpec spec = spec("ac-dc", "block-sparsity: 0.5");
    private final BlockLayout made = BlockLayout.of(source, spec.prune());
    private final BlockLayout read = BlockLayout.read(source, spec.prune());
    private final BlockBudget budget = BlockBudget.of(source, made, spec);
    private final Loss loss = Loss.of(spec.task(), spec.prune().loss(), null);
    private final Batch batch = context(spec).trainingBatches(16).batch(0, 0);

    @ParameterizedTest
    @CsvSource({
        "smart, block-sparsity: 0.5",
        "ac-dc, block-sparsity: 0.5",
        "movement, block-sparsity: 0.5",
        "pdp, block-sparsity: 0.5",
        "gmp, block-sparsity: 0.5",
        "taylor, block-sparsity: 0.5",
        "snip, block-sparsity: 0.5",
        "lamp, block-sparsity: 0.5",
        "smart, macs: 50%",
        "ac-dc, parameters: 50%",
        "movement, macs: 50%",
        "pdp, parameters: 50%",
    })
    void meetsTheBudgetWithChannelsThatLayersShare(String method, String limit) {
        // Given
        RunSpec spec = spec(method, limit);

        // When
        Pruned pruned = new PruningRun(context(spec)).run(source);

        // Then
        assertThat(pruned.budget().isExact()).as("%s", pruned.budget()).isTrue();
        if (limit.startsWith("block")) {
            assertThat(pruned.budget().removedBlocks()).isEqualTo(CHANNELS / 2);
        }
        assertThat(made.nonZero(OnnxFile.read(OnnxFile.write(pruned.graph()))))
                .isEqualTo(pruned.mask().flags());
        Graph small = Compaction.of(pruned.graph(), 1);
        assertThat(values(small)).containsExactly(values(pruned.graph()), within(1e-4f));
    }

    private static float[] values(Graph graph) {
        return Objects.requireNonNull(OnnxValues.of(graph, Set.of()).get("logits"));
    }

    /// `∂L/∂f` of masked channels against central differences about `f = 0`; movement's scores move by it.
    @Test
    void maskedChannelsMove() {
        // Given
        float[] factors = everyThirdMasked();
        MovementMask mask = new MovementMask(budget, 10, 0);
        mask.factors(0);
        try (TrainableGraph graph = compile(read)) {
            // When
            graph.setFactors(factors);
            graph.backward(batch.copy(), loss);
            float[] gradients = graph.factorGradients();
            mask.learn(graph, 0, 0.5);

            // Then
            double[] scores = new double[CHANNELS];
            ByteBuffer.wrap(mask.state()).asDoubleBuffer().get(scores);
            for (int c = 0; c < CHANNELS; c += 3) {
                assertThat(gradients[c]).isNotZero();
                assertThat((double) gradients[c]).isCloseTo(slope(graph, factors, c), within(2e-3));
                assertThat(scores[c]).isEqualTo(-0.5 * gradients[c]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"smart", "ac-dc", "movement", "pdp"})
    void softMasksAndThoseThatComeBackLieWhereChannelsAreRead(String method) {
        RunSpec spec = spec(method, "block-sparsity: 0.5");

        assertThat(PruningRun.masked(source, spec.prune(), made)).isEqualTo(read);
    }

    /// Half of a channel, read by twice the weights, is what it was, whatever its normalisation.
    @Test
    void aFactorScalesAChannelOnce() {
        float[] halves = new float[CHANNELS];
        Arrays.fill(halves, 0.5f);
        Map<String, Tensor> doubled = new HashMap<>();
        Set<String> readers = new HashSet<>();
        read.layers().forEach(layer -> layer.parts().forEach(part -> readers.add(part.parameter())));
        for (String name : readers) {
            Tensor weight = source.constant(name).orElseThrow();
            float[] values = weight.floats().clone();
            read.layers().stream()
                    .flatMap(layer -> layer.parts().stream())
                    .filter(part -> part.parameter().equals(name))
                    .forEach(part -> part.elements().forEach((index, block) -> values[index] *= 2));
            doubled.put(name, Tensor.ofFloats(weight.shape(), values));
        }
        try (TrainableGraph plain = compile(read);
                TrainableGraph scaled =
                        TrainableGraph.compile(source.withInitializers(doubled), read.blockFactors(), 1)) {
            scaled.setFactors(halves);

            assertThat(scaled.predictions(batch.copy()).getFirst().values())
                    .containsExactly(plain.predictions(batch.copy()).getFirst().values());
        }
    }

    private double slope(TrainableGraph graph, float[] factors, int channel) {
        double[] losses = new double[2];
        for (int side = 0; side < 2; side++) {
            float[] moved = factors.clone();
            moved[channel] = side == 0 ? 5e-3f : -5e-3f;
            graph.setFactors(moved);
            losses[side] = graph.backward(batch.copy(), loss).loss();
        }
        return (losses[0] - losses[1]) / 1e-2;
    }

    /// All channels of `a.first` but one are dead, and the one goes first: after a dense stretch it is back, since no
    /// other has a gradient.
    @Test
    void aChannelThatTheLossAsksForComesBack() {
        // Given
        int wanted = 5;
        Graph start = oneAlive(wanted);
        int block = blockOf("a.first") + wanted;
        AlternatingMask mask =
                new AlternatingMask(budget, new PresentWeights(start, read, budget, Normalization.LAYER_MEAN), 60);
        try (TrainableGraph graph = TrainableGraph.compile(start, read.blockFactors(), 1);
                Teacher teacher = new Teacher(spec.task(), spec.prune().loss(), start, 1);
                TrainingStep training = new TrainingStep(spec, graph, mask, teacher)) {
            boolean[][] compressed = new boolean[3][];

            // When
            for (int step = 0; step < 40; step++) {
                training.train(batch.copy(), step, step < 10 ? 0 : 0.05); // it is not to grow before it went
                compressed[step / 20] = mask.harden();
            }

            // Then
            assertThat(compressed[0][block]).isFalse();
            assertThat(compressed[1][block]).isTrue();
        }
    }

    /// The same in whole runs, where the one that is alive is also made by the smallest weights of its layer.
    @ParameterizedTest
    @ValueSource(strings = {"ac-dc", "movement"})
    void runsKeepTheChannelThatTheLossAsksFor(String method) {
        int wanted = 5;
        Graph alive = oneAlive(wanted);
        float[] rows = source.constant("a.first.weight").orElseThrow().floats().clone();
        for (int i = 0; i < 12 * 9; i++) {
            rows[wanted * 12 * 9 + i] *= 0.1f;
        }
        Graph start =
                alive.withInitializers(Map.of("a.first.weight", Tensor.ofFloats(new long[] {12, 12, 3, 3}, rows)));

        Pruned pruned = new PruningRun(context(spec(method, "block-sparsity: 0.5")))
                .unjudged()
                .run(start);

        assertThat(pruned.mask().flags()[blockOf("a.first") + wanted]).isTrue();
    }

    private int blockOf(String node) {
        int begin = 0;
        for (int l = 0; !made.layers().get(l).node().equals(node); l++) {
            begin = made.ends()[l];
        }
        return begin;
    }

    private Graph oneAlive(int wanted) {
        float[] dead = new float[12];
        dead[wanted] = 1;
        float[] columns =
                source.constant("a.second.weight").orElseThrow().floats().clone();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i / 9 % 12 == wanted ? 1e-5f : 1e-3f;
        }
        return source.withInitializers(Map.of(
                "a.first.gamma", Tensor.ofFloats(new long[] {12}, dead),
                "a.first.beta", Tensor.ofFloats(new long[] {12}, new float[12]),
                "a.second.weight", Tensor.ofFloats(new long[] {12, 12, 3, 3}, columns),
                "a.second.beta", Tensor.ofFloats(new long[] {12}, filled(0.1f))));
    }

    private static float[] filled(float value) {
        float[] values = new float[12];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] everyThirdMasked() {
        float[] factors = new float[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            factors[c] = c % 3 == 0 ? 0 : 1;
        }
        return factors;
    }

    private TrainableGraph compile(BlockLayout layout) {
        return TrainableGraph.compile(source, layout.blockFactors(), 1);
    }

    private static RunContext context(RunSpec spec) {
        return TinyRuns.context(spec, Checkpoints.NONE);
    }

    private static RunSpec spec(String method, String limit) {
        return TinyRuns.spec("method: %s, pattern: channel, budget: {%s}".formatted(method, limit));
    }
}
