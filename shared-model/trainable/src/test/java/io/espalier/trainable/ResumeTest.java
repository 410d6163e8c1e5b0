package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.TrainingSpec;
import io.espalier.datasets.Batch;
import io.espalier.onnx.OnnxFile;
import io.espalier.trainable.loss.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Same values, batches and thread count give the same bits: in a second run, after a restart, beside another run.
class ResumeTest {

    private static final List<BlockFactor> FACTORS = List.of(new BlockFactor.Tiles("c2.w", 2, 3));
    private static final int STEPS = 12;

    private final Loss loss = Networks.crossEntropy();

    /// A graph with its optimizer, as a run holds them.
    private record Run(TrainableGraph graph, Optimizer optimizer) implements AutoCloseable {

        static Run start(TrainingSpec.Optimizer kind, int threads) {
            TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), FACTORS, threads);
            return new Run(graph, Optimizers.of(new TrainingSpec(kind, 16, 0.1, 0.9, 0.01), graph));
        }

        void train(Loss loss, int from, int to) {
            for (int step = from; step < to; step++) {
                float[] factors = new float[graph.factorCount()];
                Arrays.fill(factors, 1f / (1 + step));
                graph.setFactors(factors);
                graph.backward(Networks.batch(16, step), loss);
                optimizer.step(new CosineSchedule(0.1, STEPS).at(step));
            }
        }

        byte[] bits() {
            return OnnxFile.write(graph.export());
        }

        @Override
        public void close() {
            graph.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRestoredRunGoesOnWithTheSameBits(TrainingSpec.Optimizer kind) {
        try (Run whole = Run.start(kind, 2);
                Run killed = Run.start(kind, 2);
                Run resumed = Run.start(kind, 2)) {
            // Given
            whole.train(loss, 0, STEPS);
            killed.train(loss, 0, 5);
            byte[] graph = killed.graph().state();
            byte[] moments = killed.optimizer().state();

            // When
            resumed.graph().restore(graph);
            resumed.optimizer().restore(moments);
            resumed.train(loss, 5, STEPS);

            // Then
            assertThat(resumed.bits()).isEqualTo(whole.bits());
            assertThat(resumed.graph().state()).isEqualTo(whole.graph().state());
            assertThat(resumed.optimizer().state()).isEqualTo(whole.optimizer().state());
            assertThat(killed.bits()).isNotEqualTo(whole.bits());
        }
    }

    @Test
    void withoutItsMomentsARunGoesElsewhere() {
        try (Run whole = Run.start(TrainingSpec.Optimizer.SGD, 2);
                Run resumed = Run.start(TrainingSpec.Optimizer.SGD, 2)) {
            // Given
            whole.train(loss, 0, 5);

            // When
            resumed.graph().restore(whole.graph().state());
            whole.train(loss, 5, 6);
            resumed.train(loss, 5, 6);

            // Then
            assertThat(resumed.bits()).isNotEqualTo(whole.bits());
        }
    }

    @Test
    void runsBesideEachOtherDoNotDisturbEachOther() {
        try (Run alone = Run.start(TrainingSpec.Optimizer.SGD, 1);
                Run first = Run.start(TrainingSpec.Optimizer.SGD, 1);
                Run second = Run.start(TrainingSpec.Optimizer.SGD, 1)) {
            // Given
            alone.train(loss, 0, STEPS);

            // When
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> second.train(loss, 0, STEPS));
            first.train(loss, 0, STEPS);
            other.join();

            // Then
            assertThat(first.bits()).isEqualTo(alone.bits());
            assertThat(second.bits()).isEqualTo(alone.bits());
        }
    }

    @Test
    void evaluationLeavesTheTrainingUntouched() {
        Batch batch = Networks.batch(16, 1);
        try (Run run = Run.start(TrainingSpec.Optimizer.SGD, 2)) {
            // Given
            run.train(loss, 0, 2);
            byte[] before = run.graph().state();

            // When
            float[] once = Networks.logits(run.graph(), batch);
            float[] twice = Networks.logits(run.graph(), batch);

            // Then
            assertThat(twice).containsExactly(once);
            assertThat(run.graph().state()).isEqualTo(before);
        }
    }

    @Test
    void refusesAStateOfAnotherGraphOrACutOne() {
        try (Run run = Run.start(TrainingSpec.Optimizer.SGD, 1);
                TrainableGraph other = TrainableGraph.compile(Networks.linear(), List.of(), 1)) {
            // Given
            byte[] state = run.graph().state();
            byte[] cut = Arrays.copyOf(state, state.length - 3);

            // When, then
            assertThatThrownBy(() -> run.graph().restore(other.state())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> run.graph().restore(cut)).isInstanceOf(IllegalArgumentException.class);
            assertThat(run.graph().state()).isEqualTo(state);
        }
    }
}
