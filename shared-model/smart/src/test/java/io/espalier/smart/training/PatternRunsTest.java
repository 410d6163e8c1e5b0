package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Importances;
import io.espalier.smart.Mask;
import io.espalier.smart.PrunableLayer;
import io.espalier.smart.TinyModels;
import io.espalier.smart.budget.FewOfEach;
import io.espalier.smart.channels.OnnxValues;
import io.espalier.trainable.TrainableGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whole runs of every pattern on the tiny network: `wide` is 12 × 8 × 3 × 3 and `point` 10 × 12, so that every
/// block
/// size here is ragged somewhere; `depthwise` passes the channels of `wide` on.
final class PatternRunsTest {

    private static final String SPARSITY = ", budget: {block-sparsity: 0.6}";

    private final Graph source = TinyModels.network(Stripes.CLASSES, 1);

    /// Blocks and how many go, by hand: 8×5: 2·2·9 + 2·3 = 42; 5×7 of (12, 72) and (10, 12): 3·11 + 2·2 = 37;
    /// channels
    /// of `wide` and `point`: 12 + 10; 2:5 of 8 inputs (5 + 3): 3 + 1 of 8, 108 times, and of 12 (5 + 5 + 2): 6 of
    /// 12, 10
    /// times.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smart     | {block: [8, 5]}                          | 42  | 25",
                "smart     | {im2col: [5, 7], order: tap-major}       | 37  | 22",
                "smart     | {im2col: [5, 7], order: channel-major}   | 37  | 22",
                "gmp       | {im2col: [5, 7]}                         | 37  | 22",
                "smart     | channel                                  | 22  | 13",
                "taylor    | channel                                  | 22  | 13",
                "smart     | '{n-of-m: [2, 5]}'                       | 984 | 492",
                "smart, smart: {mask: weights} | '{n-of-m: [2, 5]}'   | 984 | 492",
                "smart, smart: {mask: weights} | '{block: [8, 5], n-of-m: [2, 4]}' | 42 | 25",
                "magnitude | '{n-of-m: [2, 5]}'                       | 984 | 492",
                "gmp       | '{n-of-m: [2, 5]}'                       | 984 | 492",
                "smart     | '{block: [8, 5], n-of-m: [2, 4]}'        | 42  | 25",
                "taylor    | '{block: [8, 5], n-of-m: [2, 4]}'        | 42  | 25",
                "movement  | '{block: [8, 5], n-of-m: [2, 4]}'        | 42  | 25",
                "gmp       | '{block: [8, 5], n-of-m: [2, 4]}'        | 42  | 25",
                "ac-dc     | '{block: [8, 5], n-of-m: [2, 4]}'        | 42  | 25",
                "pdp       | '{block: [8, 5], n-of-m: [2, 4]}'        | 42  | 25"
            })
    void endsWithExactlyTheBudgetAndKeepsIt(String method, String pattern, int blocks, int removed) {
        // Given
        RunSpec spec = spec(method, pattern);

        // When
        Pruned pruned = new PruningRun(context(spec, Checkpoints.NONE)).run(source);
        Mask mask = Mask.read(pruned.mask().toJson());
        Graph tuned = new FinetuningRun(context(spec, Checkpoints.NONE))
                .run(pruned.graph(), mask, source)
                .graph();

        // Then
        BlockLayout layout = BlockLayout.of(source, spec.prune());
        assertThat(mask.layout()).isEqualTo(layout);
        assertThat(layout.blocks()).isEqualTo(blocks);
        assertThat(pruned.budget().targetRemoved()).isEqualTo(removed);
        for (Graph graph : List.of(pruned.graph(), OnnxFile.read(OnnxFile.write(tuned)))) {
            BudgetCount count = layout.recount(graph, removed);
            assertThat(count.isExact()).as(count.toString()).isTrue();
            assertThat(count.isMet()).as(count.toString()).isTrue();
            assertThat(count.groups() != null).isEqualTo(pattern.contains("n-of-m"));
            requirePlusZeros(graph, layout, mask.flags());
        }
        assertThat(OnnxFile.write(tuned)).isNotEqualTo(OnnxFile.write(pruned.graph()));
        maskedForwardEqualsTheFile(tuned, layout, mask);
    }

    /// One-shot methods decide which weights stay inside the blocks from the dense ones, all others from those trained.
    @ParameterizedTest
    @CsvSource({"taylor, true", "lamp, true", "gmp, false", "movement, false", "ac-dc, false", "pdp, false"})
    void weightsInsideTheBlocksFollowTheirMethod(String method, boolean isOfTheDense) {
        RunSpec spec = spec(method, "'{block: [8, 5], n-of-m: [2, 4]}'".replace("'", ""));
        BlockLayout layout = BlockLayout.of(source, spec.prune());
        BlockLayout inner = Objects.requireNonNull(layout.inner());
        boolean[] dense = FewOfEach.of(inner).select(Importances.magnitude(source, inner));

        Mask mask = new PruningRun(context(spec, Checkpoints.NONE))
                .unjudged()
                .run(source)
                .mask();

        boolean[] flags = mask.flags();
        boolean[] weights = Arrays.copyOfRange(flags, layout.blocks(), flags.length);
        assertThat(Arrays.equals(weights, dense)).isEqualTo(isOfTheDense);
    }

    /// Every element of a removed block, and of a removed weight, has the bits of +0.
    private static void requirePlusZeros(Graph graph, BlockLayout layout, boolean[] kept) {
        int begin = 0;
        for (PrunableLayer layer : layout.layers()) {
            int first = begin;
            for (PrunableLayer.Part part : layer.parts()) {
                float[] values = PrunableLayer.values(graph, part);
                part.elements().forEach((index, block) -> {
                    if (!kept[first + block] && Float.floatToRawIntBits(values[index]) != 0) {
                        throw new AssertionError("%s[%d] is %s".formatted(part.parameter(), index, values[index]));
                    }
                });
            }
            begin += layer.blocks();
        }
        BlockLayout inner = layout.inner();
        if (inner != null) {
            requirePlusZeros(graph, inner, Arrays.copyOfRange(kept, begin, kept.length));
        }
    }

    /// The graph with hard factors computes in libtorch what the exported file computes in ONNX Runtime.
    private static void maskedForwardEqualsTheFile(Graph tuned, BlockLayout layout, Mask mask) {
        try (TrainableGraph graph = TrainableGraph.compile(tuned, layout.blockFactors(), 1)) {
            graph.setFactors(new FixedMask(mask.flags()).factors(0));
            float[] inside =
                    graph.predictions(OnnxValues.image(tuned)).getFirst().values();
            assertThat(OnnxValues.of(graph.export(), Set.of()).get("logits")).containsExactly(inside, within(1e-5f));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'{n-of-m: [2, 4]}'", "'{block: [8, 8], n-of-m: [2, 4]}'", "channel"})
    void aKilledRunEndsWithTheSameBytes(String pattern) {
        // Given
        RunSpec spec = spec("smart", pattern);
        Pruned undisturbed = new PruningRun(context(spec, Checkpoints.NONE)).run(source);
        MemoryCheckpoints first = new MemoryCheckpoints(null, OptionalLong.of(5));
        assertThatThrownBy(() -> new PruningRun(context(spec, first)).run(source))
                .isInstanceOf(MemoryCheckpoints.Killed.class);

        // When
        MemoryCheckpoints second = new MemoryCheckpoints(first.state(), OptionalLong.empty());
        Pruned resumed = new PruningRun(context(spec, second)).run(source);

        // Then
        assertThat(OnnxFile.write(resumed.graph())).isEqualTo(OnnxFile.write(undisturbed.graph()));
    }

    /// Each part of SMART is honoured within groups too: switched, the run ends with another model.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smart, smart: {mask: weights}",
                "smart, smart: {mask-schedule: constant}, mask-learning-rate: 0.5",
                "smart, smart: {operator: capped-simplex}",
                "smart, smart: {temperature: fixed}"
            })
    void partsOfSmartAreHonoured(String method) {
        String usual = method.contains("0.5") ? "smart, mask-learning-rate: 0.5" : "smart";
        assertThat(model(spec(method, "{n-of-m: [2, 4]}"))).isNotEqualTo(model(spec(usual, "{n-of-m: [2, 4]}")));
    }

    private byte[] model(RunSpec spec) {
        return OnnxFile.write(
                new PruningRun(context(spec, Checkpoints.NONE)).run(source).graph());
    }

    @Test
    void refusesAThresholdForGroups() {
        assertThatThrownBy(() -> spec("pdp", "{n-of-m: [2, 4]}"))
                .hasMessageContaining("prune.method must be another one for n-of-m");
    }

    private RunContext context(RunSpec spec, Checkpoints checkpoints) {
        return new RunContext(spec, new Stripes(48, 1), new Stripes(32, 2), checkpoints, RunListener.NONE);
    }

    private static RunSpec spec(String method, String pattern) {
        return RunSpecReader.read("""
                model: tiny
                data: {uri: stripes, preprocessing: {mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25]}}
                control: {epochs: 0}
                prune: {method: %s, pattern: %s, epochs: 3%s}
                finetune: {epochs: 1}
                training: {batch-size: 16, learning-rate: 0.05}
                reproducibility: {seed: 3, threads: 1}
                """.formatted(method, pattern, pattern.startsWith("{n-of-m") ? "" : SPARSITY));
    }
}
