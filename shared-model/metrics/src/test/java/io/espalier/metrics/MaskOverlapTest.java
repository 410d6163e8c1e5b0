package io.espalier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.Task;
import io.espalier.datasets.Prediction;
import io.espalier.datasets.Targets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MaskOverlapTest {

    private static final int HEIGHT = 5;
    private static final int WIDTH = 7;
    private static final int PIXELS = HEIGHT * WIDTH;
    private static final List<String> FIVE = List.of("a", "b", "c", "d", "e");
    private static final List<String> TWO = List.of("a", "b");

    /// Sets of labelled and predicted pixels, intersected and united. Class 4 occurs nowhere.
    @Test
    void isTheOverlapOfTheSetsOfPixels() {
        Random random = new Random(11);
        int images = 6;
        float[] logits = new float[images * 5 * PIXELS];
        byte[] masks = new byte[images * PIXELS];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = i / PIXELS % 5 == 4 ? -1 : random.nextInt(6); // few values: ties
        }
        for (int i = 0; i < masks.length; i++) {
            masks[i] = (byte) (random.nextInt(8) == 0 ? 255 : random.nextInt(4));
        }

        Scores scores = judged(FIVE, logits, masks, images);

        double sum = 0;
        for (int c = 0; c < 4; c++) {
            double iou = iou(logits, masks, c);
            sum += iou;
            assertThat(scores.values().get("iou/" + FIVE.get(c))).isCloseTo(iou, within(1e-12));
        }
        assertThat(scores.values()).doesNotContainKey("iou/e");
        assertThat(scores.primary()).isEqualTo("miou");
        assertThat(scores.value()).isCloseTo(sum / 4, within(1e-12));
        assertThat(scores.values().get("pixel-accuracy")).isCloseTo(pixelAccuracy(logits, masks), within(1e-12));
    }

    private static double iou(float[] logits, byte[] masks, int c) {
        Set<Integer> labelled = new HashSet<>();
        Set<Integer> predicted = new HashSet<>();
        for (int i = 0; i < masks.length; i++) {
            if (masks[i] != (byte) 255) {
                if (masks[i] == c) {
                    labelled.add(i);
                }
                if (argmax(logits, i) == c) {
                    predicted.add(i);
                }
            }
        }
        Set<Integer> union = new HashSet<>(labelled);
        union.addAll(predicted);
        labelled.retainAll(predicted);
        return (double) labelled.size() / union.size();
    }

    private static double pixelAccuracy(float[] logits, byte[] masks) {
        double right = 0;
        double all = 0;
        for (int i = 0; i < masks.length; i++) {
            all += masks[i] != (byte) 255 ? 1 : 0;
            right += masks[i] == argmax(logits, i) ? 1 : 0;
        }
        return right / all;
    }

    private static int argmax(float[] logits, int pixel) {
        int best = 0;
        for (int c = 1; c < 5; c++) {
            best = logit(logits, pixel, c) > logit(logits, pixel, best) ? c : best;
        }
        return best;
    }

    private static float logit(float[] logits, int pixel, int c) {
        return logits[(pixel / PIXELS * 5 + c) * PIXELS + pixel % PIXELS];
    }

    @Test
    void batchesChangeNothing() {
        Random random = new Random(12);
        float[] logits = new float[2 * 2 * PIXELS];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = random.nextFloat();
        }
        byte[] masks = new byte[2 * PIXELS];
        Metric metric = Metrics.of(Task.SEMANTIC_SEGMENTATION, TWO);
        for (int image = 0; image < 2; image++) {
            add(
                    metric,
                    2,
                    Arrays.copyOfRange(logits, image * 2 * PIXELS, (image + 1) * 2 * PIXELS),
                    Arrays.copyOfRange(masks, image * PIXELS, (image + 1) * PIXELS));
        }
        assertThat(metric.scores()).isEqualTo(judged(TWO, logits, masks, 2));
    }

    /// One wrong pixel of 35: class a loses it, class b has not gained it.
    @Test
    void notANumberIsWrongAndClaimsNoClass() {
        for (int plane = 0; plane < 2; plane++) {
            float[] logits = new float[2 * PIXELS];
            Arrays.fill(logits, 0, PIXELS, 1);
            logits[plane * PIXELS + 3] = Float.NaN;
            Scores scores = judged(TWO, logits, new byte[PIXELS], 1);
            assertThat(scores.values())
                    .containsEntry("iou/a", 34 / 35.0)
                    .containsEntry("pixel-accuracy", 34 / 35.0)
                    .doesNotContainKey("iou/b");
        }
    }

    @Test
    void isZeroWhileNothingIsLabelled() {
        byte[] ignored = new byte[PIXELS];
        Arrays.fill(ignored, (byte) Targets.IGNORED);
        assertThat(judged(TWO, new float[2 * PIXELS], ignored, 1).values())
                .containsEntry("miou", 0.0)
                .containsEntry("pixel-accuracy", 0.0)
                .hasSize(2);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Metric metric = Metrics.of(Task.SEMANTIC_SEGMENTATION, TWO);
        Prediction logits = new Prediction("logits", new long[] {1, 2, 2, 3}, new float[12]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metric.add(List.of(logits), new Targets.Masks(new byte[6], 3, 2)))
                .withMessageContaining("'logits' [1, 2, 2, 3] does not fit masks of 3 x 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metric.add(List.of(logits), new Targets.Masks(new byte[] {0, 0, 2, 0, 0, 0}, 2, 3)))
                .withMessageContaining("a mask names class 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> judged(FIVE.subList(0, 3), new float[2 * PIXELS], new byte[PIXELS], 1))
                .withMessageContaining("has 70 values");
    }

    private static Scores judged(List<String> classes, float[] logits, byte[] masks, int images) {
        Metric metric = Metrics.of(Task.SEMANTIC_SEGMENTATION, classes);
        assertThat(masks).hasSize(images * PIXELS);
        add(metric, classes.size(), logits, masks);
        return metric.scores();
    }

    private static void add(Metric metric, int classes, float[] logits, byte[] masks) {
        long[] shape = {masks.length / PIXELS, classes, HEIGHT, WIDTH};
        metric.add(List.of(new Prediction("logits", shape, logits)), new Targets.Masks(masks, HEIGHT, WIDTH));
    }
}
