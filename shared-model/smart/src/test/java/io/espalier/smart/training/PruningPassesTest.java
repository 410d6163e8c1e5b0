package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.smart.TinyModels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Methods are compared by what they prune, so no prune phase picks its weights: passes are told, and change nothing.
final class PruningPassesTest {

    private static final int STEPS_AN_EPOCH = 6;

    private final Graph source = TinyModels.network(Stripes.CLASSES, 1);

    @ParameterizedTest
    @ValueSource(strings = {"smart", "magnitude", "taylor"})
    void passesAreToldAndChangeNothing(String method) {
        // Given
        List<Long> told = new ArrayList<>();

        // When
        Pruned watched = run(method, 0.9, 2, progress -> {
            if (progress.phase().equals("prune") && progress.metrics().containsKey("validation-top-1")) {
                told.add(progress.done() / STEPS_AN_EPOCH);
            }
        });
        Pruned unwatched = run(method, 0, 0, RunListener.NONE);

        // Then
        assertThat(told).containsExactly(2L, 4L, 5L);
        assertThat(validations(watched)).hasSize(3);
        assertThat(OnnxFile.write(watched.graph())).isEqualTo(OnnxFile.write(unwatched.graph()));
        assertThat(watched.mask()).isEqualTo(unwatched.mask());
        List<String> others = lines(watched);
        others.removeAll(validations(watched));
        assertThat(others).isEqualTo(lines(unwatched));
    }

    private static List<String> validations(Pruned pruned) {
        return lines(pruned).stream()
                .filter(line -> line.contains("\"validation-top-1\""))
                .toList();
    }

    private static List<String> lines(Pruned pruned) {
        return new ArrayList<>(
                new String(pruned.curves(), StandardCharsets.UTF_8).lines().toList());
    }

    /// The names are wrong in validation, so that a phase which kept its best weights would keep early ones.
    private Pruned run(String method, double emaDecay, int validateEvery, RunListener listener) {
        RunSpec spec = RunSpecReader.read("""
                model: tiny
                data: {uri: stripes, augment: {crop-padding-pixels: 0, horizontal-flip: false}}
                prune: {method: %s, budget: {block-sparsity: 0.6}, epochs: 5}
                training: {batch-size: 16, learning-rate: 0.05, ema-decay: %s, validate-every: %d}
                reproducibility: {seed: 3, threads: 1}
                """.formatted(method, emaDecay, validateEvery));
        RunContext context = new RunContext(
                spec, new Stripes(96, 1), new Mislabelled(new Stripes(64, 2)), Checkpoints.NONE, listener);
        return new PruningRun(context).run(source);
    }
}
