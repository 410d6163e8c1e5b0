package io.espalier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.contracts.Task;
import io.espalier.datasets.Prediction;
import io.espalier.datasets.Targets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TopAccuracyTest {

    private static final List<String> THREE = List.of("a", "b", "c");
    private static final List<String> SEVEN = List.of("a", "b", "c", "d", "e", "f", "g");

    @Test
    void countsTheImagesWhoseLargestLogitIsTheLabels() {
        assertThat(top1(
                        1, 0, -1, //
                        0, 1, 2, //
                        0, 1, 0, //
                        -3, -1, -2))
                .isEqualTo(3 / 4.0);
    }

    @Test
    void notANumberIsWrong() {
        assertThat(top1(
                        Float.NaN, Float.NaN, Float.NaN, //
                        0, Float.NaN, 2, //
                        1, 0, Float.NaN, //
                        Float.NaN, 1, 0))
                .isZero();
    }

    @Test
    void ofEqualLogitsTheFirstClassCounts() {
        assertThat(top1(new float[12])).isEqualTo(2 / 4.0);
    }

    @Test
    void topFiveIsWhatAStableSortPutsAmongTheFirstFive() {
        Random random = new Random(5);
        int images = 200;
        float[] logits = new float[images * 7];
        long[] labels = new long[images];
        int inFive = 0;
        int first = 0;
        for (int image = 0; image < images; image++) {
            int begin = image * 7;
            for (int c = 0; c < 7; c++) {
                logits[begin + c] = random.nextInt(5); // few values: ties
            }
            labels[image] = random.nextInt(7);
            List<Integer> order = IntStream.range(0, 7)
                    .boxed()
                    .sorted(Comparator.comparing((Integer c) -> -logits[begin + c]))
                    .toList();
            inFive += order.indexOf((int) labels[image]) < 5 ? 1 : 0;
            first += order.indexOf((int) labels[image]) == 0 ? 1 : 0;
        }
        Scores scores = judged(SEVEN, logits, labels);

        assertThat(scores.values())
                .containsExactly(Map.entry("top-1", first / 200.0), Map.entry("top-5", inFive / 200.0));
    }

    @Test
    void notANumberIsNotAmongTheFirstFiveEither() {
        assertThat(judged(SEVEN, new float[] {9, 1, 1, 1, 1, 1, Float.NaN}, new long[] {0})
                        .values())
                .containsEntry("top-5", 0.0);
    }

    @Test
    void topFiveOfFiveClassesSaysNothing() {
        assertThat(judged(SEVEN.subList(0, 5), new float[5], new long[] {0}).values())
                .containsOnlyKeys("top-1");
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> judged(THREE, new float[6], new long[] {0}))
                .withMessageContaining("'logits' [2, 3] does not fit 1 labels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> judged(THREE, new float[3], new long[] {3}))
                .withMessageContaining("label 3 has no logit among 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.of(Task.REGRESSION, THREE))
                .withMessageContaining("Agreement");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.of(Task.OBJECT_DETECTION, List.of("a", "a")))
                .withMessageContaining("a name of its own");
    }

    private static double top1(float... logits) {
        return judged(THREE, logits, new long[] {0, 2, 0, 1}).value();
    }

    private static Scores judged(List<String> classes, float[] logits, long[] labels) {
        Metric metric = Metrics.of(Task.IMAGE_CLASSIFICATION, classes);
        metric.add(
                List.of(new Prediction("logits", new long[] {logits.length / classes.size(), classes.size()}, logits)),
                new Targets.Labels(labels));
        return metric.scores();
    }
}
