package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.RunSpec;
import io.espalier.onnx.OnnxFile;
import io.espalier.smart.BlockLayout;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every method and every part of SMART that can be switched, in whole runs: exact budgets, exact zeros, and the same
/// bytes after a kill.
final class MethodsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "method: random",
                "method: magnitude",
                "method: lamp",
                "method: snip",
                "method: taylor",
                "method: gmp",
                "method: movement",
                "method: ac-dc",
                "method: pdp",
                "method: gmp, scope: layer",
                "method: pdp, scope: layer",
                "method: pdp, normalization: lamp",
                "method: movement, pattern: channel, budget: {block-sparsity: 0.3}",
                "method: ac-dc, pattern: channel, budget: {block-sparsity: 0.3}",
                "method: pdp, budget: {parameters: 50%}",
                "method: movement, budget: {macs: 50%}",
                "method: ac-dc, pattern: {block: [8, 8], n-of-m: [2, 4]}",
                "method: movement, pattern: {block: [8, 8], n-of-m: [2, 4]}",
                "method: gmp, budget: {parameters: 50%}",
                "smart: {mask: weights}",
                "smart: {temperature: geometric}",
                "smart: {temperature: fixed}",
                "smart: {mask-schedule: constant}",
                "smart: {operator: lapsum}",
                "smart: {operator: capped-simplex}",
                "importance: none, smart: {temperature: fixed}",
                "importance: activation",
                "importance: taylor"
            })
    void meetsTheBudgetAndSurvivesAKill(String prune) {
        // Given
        RunSpec spec = TinyRuns.spec(prune);
        Pruned undisturbed = new PruningRun(TinyRuns.context(spec, Checkpoints.NONE))
                .unjudged()
                .run(TinyRuns.SOURCE);
        MemoryCheckpoints first = new MemoryCheckpoints(null, OptionalLong.of(7));
        assertThatThrownBy(() ->
                        new PruningRun(TinyRuns.context(spec, first)).unjudged().run(TinyRuns.SOURCE))
                .isInstanceOf(MemoryCheckpoints.Killed.class);

        // When
        MemoryCheckpoints second = new MemoryCheckpoints(first.state(), OptionalLong.empty());
        Pruned resumed =
                new PruningRun(TinyRuns.context(spec, second)).unjudged().run(TinyRuns.SOURCE);

        // Then
        assertThat(undisturbed.budget().isExact()).isTrue();
        assertThat(OnnxFile.write(resumed.graph())).isEqualTo(OnnxFile.write(undisturbed.graph()));
        assertThat(resumed.mask()).isEqualTo(undisturbed.mask());
        assertThat(resumed.curves()).isEqualTo(undisturbed.curves());
        assertThat(OnnxFile.write(undisturbed.graph())).isNotEqualTo(OnnxFile.write(TinyRuns.SOURCE));
    }

    /// Two methods give two networks; one that is not judged gives the same.
    @ParameterizedTest
    @ValueSource(strings = {"method: snip", "method: movement", "method: pdp"})
    void masksDifferFromMagnitudes(String prune) {
        RunSpec spec = TinyRuns.spec(prune);

        Pruned judged = new PruningRun(TinyRuns.context(spec, Checkpoints.NONE)).run(TinyRuns.SOURCE);
        Pruned unjudged = new PruningRun(TinyRuns.context(spec, Checkpoints.NONE))
                .unjudged()
                .run(TinyRuns.SOURCE);
        Pruned magnitude = new PruningRun(TinyRuns.context(TinyRuns.spec("method: magnitude"), Checkpoints.NONE))
                .unjudged()
                .run(TinyRuns.SOURCE);

        assertThat(OnnxFile.write(unjudged.graph())).isEqualTo(OnnxFile.write(judged.graph()));
        assertThat(unjudged.hardAccuracy()).isNaN();
        assertThat(judged.hardAccuracy()).isBetween(0.0, 1.0);
        assertThat(OnnxFile.write(judged.graph())).isNotEqualTo(OnnxFile.write(magnitude.graph()));
        BlockLayout layout = BlockLayout.of(judged.graph(), spec.prune());
        assertThat(layout.recount(judged.graph(), TinyRuns.BLOCKS - TinyRuns.KEPT)
                        .isExact())
                .isTrue();
    }
}
