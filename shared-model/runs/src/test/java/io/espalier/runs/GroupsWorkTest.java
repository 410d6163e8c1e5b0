package io.espalier.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.Gates;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Tensor;
import io.espalier.smart.training.Checkpoints;
import io.espalier.smart.training.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// N of M in the bytes that would be served: what was written after pruning is found, and where.
final class GroupsWorkTest {

    private static final int TAPS = 9;
    private static final int GROUP = 4;

    @TempDir
    private Path directory;

    private final byte[] source = Dots.model(Dots.CLASSES);

    @ParameterizedTest
    @ValueSource(
            strings = {"pattern: {n-of-m: [2, 4]}", "pattern: {block: [4, 4], n-of-m: [2, 4]}, budget: {macs: 40%}"})
    void aWeightThatCameBackFailsTheGate(String pattern) throws IOException {
        // Given
        Dots.write(directory.resolve("dots"), 8);
        RunSpec spec = spec(pattern);
        RunEnvironment environment =
                new RunEnvironment(directory, directory.resolve("cache"), Checkpoints.NONE, RunListener.NONE);
        LocalRun.Result result = new LocalRun(environment).run(source, spec, directory.resolve("out"));
        byte[] model = Files.readAllBytes(result.written().model());
        assertThat(named(result.gates()).passed()).isTrue();
        assertThat(named(result.gates()).measured()).isEqualTo(2);

        // When
        int place = fullGroup(weights(model));
        EvaluationReport report = new EvaluationWork(environment).run(source, source, tampered(model, place), spec);

        // Then
        GateResult gate = named(Gates.judge(spec, report));
        int first = place / TAPS % 8 / GROUP * GROUP;
        assertThat(gate.passed()).isFalse();
        assertThat(gate.measured()).isEqualTo(3);
        assertThat(gate.detail())
                .contains(
                        "1 of",
                        "first body (output %d, tap %d, inputs %d to %d): 3"
                                .formatted(place / TAPS / 8, place % TAPS, first, first + GROUP - 1),
                        "export the pruned model again");
        assertThat(report.budget().isMet()).isFalse();
        assertThat(Gates.allPassed(Gates.judge(spec, report))).isFalse();
    }

    private static GateResult named(List<GateResult> gates) {
        return gates.stream()
                .filter(gate -> gate.gate().equals("budget-n-of-m"))
                .findFirst()
                .orElseThrow();
    }

    private static float[] weights(byte[] model) {
        return OnnxFile.read(model).constant("body.weight").orElseThrow().floats();
    }

    /// Index of a zero of a group that keeps two: of the weight `(12, 8, 9)`, four inputs of one tap.
    private static int fullGroup(float[] weights) {
        for (int i = 0; i < weights.length; i++) {
            int begin = i / TAPS / GROUP * GROUP * TAPS + i % TAPS;
            int stays = 0;
            for (int in = 0; in < GROUP; in++) {
                stays += weights[begin + in * TAPS] == 0 ? 0 : 1;
            }
            if (weights[i] == 0 && stays == 2) {
                return i;
            }
        }
        throw new AssertionError("no group keeps two");
    }

    private static byte[] tampered(byte[] model, int place) {
        Graph graph = OnnxFile.read(model);
        float[] weights = weights(model);
        weights[place] = 1e-3f;
        Tensor changed =
                Tensor.ofFloats(graph.constant("body.weight").orElseThrow().shape(), weights);
        return OnnxFile.write(graph.withInitializers(Map.of("body.weight", changed)));
    }

    private static RunSpec spec(String pattern) {
        return RunSpecReader.read("""
                model: dots
                data: {uri: dots}
                prune: {epochs: 1, %s}
                finetune: {epochs: 1}
                training: {batch-size: 12}
                device: systolic-8x8
                reproducibility: {seed: 5, threads: 1}
                """.formatted(pattern));
    }
}
