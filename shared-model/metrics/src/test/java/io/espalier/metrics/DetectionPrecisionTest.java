package io.espalier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.contracts.Task;
import io.espalier.datasets.BoxList;
import io.espalier.datasets.Prediction;
import io.espalier.datasets.Targets;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DetectionPrecisionTest {

    private static final double ROUNDING = 1e-9;

    /// In the order of pycocotools' `stats`.
    private static final List<String> STATS = List.of(
            "map",
            "map-50",
            "map-75",
            "map-small",
            "map-medium",
            "map-large",
            "recall-1",
            "recall-10",
            "recall-100",
            "recall-small",
            "recall-medium",
            "recall-large");

    private static final BoxList ONE_OBJECT =
            new BoxList(new float[] {10, 10, 50, 50}, new int[] {0}, new boolean[] {false});

    @Test
    void givesTheNumbersOfPycocotools() {
        CocoCase coco = CocoCase.read();
        Scores scores = judged(coco.images(), coco.images().size());

        for (int i = 0; i < STATS.size(); i++) {
            double expected = coco.expected().get("stats").get(i).doubleValue();
            assertThat(scores.values().get(STATS.get(i))).as(STATS.get(i)).isCloseTo(expected, within(ROUNDING));
        }
        for (int c = 0; c < CocoCase.CLASSES.size(); c++) {
            JsonNode expected = coco.expected().get("classes").get(c);
            String name = "ap/" + CocoCase.CLASSES.get(c);
            if (expected.isNull()) {
                assertThat(scores.values()).doesNotContainKey(name);
            } else {
                assertThat(scores.values().get(name)).as(name).isCloseTo(expected.doubleValue(), within(ROUNDING));
            }
        }
        assertThat(scores.primary()).isEqualTo("map");
        assertThat(scores.values()).hasSize(STATS.size() + 4);
    }

    @Test
    void batchesChangeNothing() {
        CocoCase coco = CocoCase.read();
        assertThat(judged(coco.images(), 5)).isEqualTo(judged(coco.images(), 12));
        assertThat(judged(coco.images(), 1)).isEqualTo(judged(coco.images(), 12));
    }

    @Test
    void theOrderOfImagesAndOfDetectionsWithScoresOfTheirOwnChangesNothing() {
        Random random = new Random(7);
        List<CocoCase.Image> images =
                new ArrayList<>(withDistinctScores(CocoCase.read().images()));
        Scores expected = judged(images, 4);

        List<CocoCase.Image> shuffled = new ArrayList<>();
        for (CocoCase.Image image : images) {
            List<float[]> detections = new ArrayList<>(image.detections());
            Collections.shuffle(detections, random);
            shuffled.add(new CocoCase.Image(image.objects(), detections));
        }
        Collections.shuffle(shuffled, random);

        assertThat(judged(shuffled, 3)).isEqualTo(expected);
    }

    private static List<CocoCase.Image> withDistinctScores(List<CocoCase.Image> images) {
        List<CocoCase.Image> distinct = new ArrayList<>();
        float next = 0;
        for (CocoCase.Image image : images) {
            List<float[]> detections = new ArrayList<>();
            for (float[] detection : image.detections()) {
                float[] copy = detection.clone();
                copy[5] = (++next * 7919 % 4096 + 1) / 4097; // 7919 is prime: a permutation of 1..4096
                detections.add(copy);
            }
            distinct.add(new CocoCase.Image(image.objects(), detections));
        }
        return distinct;
    }

    private static Scores judged(List<CocoCase.Image> images, int batchSize) {
        Metric metric = new DetectionPrecision(CocoCase.CLASSES, CocoCase.NONE);
        for (int begin = 0; begin < images.size(); begin += batchSize) {
            CocoCase.addBatch(metric, images.subList(begin, Math.min(images.size(), begin + batchSize)));
        }
        return metric.scores();
    }

    @Test
    void suppressesTheSecondBoxOnAnObjectButNotThatOfAnotherClass() {
        float[] boxes = {10, 10, 50, 50, 10, 10, 50, 51};
        float[] scores = {0.9f, 0.1f, 0.8f, 0.7f};
        Metric metric = Metrics.of(Task.OBJECT_DETECTION, List.of("a", "b"));
        BoxList both = new BoxList(
                new float[] {10, 10, 50, 50, 10, 10, 50, 51}, new int[] {0, 1}, new boolean[] {false, false});

        metric.add(outputs(boxes, scores, 2), new Targets.Boxes(List.of(both)));

        assertThat(metric.scores().value()).isCloseTo(1, within(ROUNDING));
        assertThat(metric.scores().values()).containsEntry("recall-100", 1.0);
    }

    /// Half of the object: IoU 0.5, found at 0.50 alone.
    @Test
    void anOverlapOfExactlyTheThresholdIsEnough() {
        Metric metric = Metrics.of(Task.OBJECT_DETECTION, List.of("a"));
        metric.add(
                outputs(new float[] {10, 10, 50, 30}, new float[] {0.9f}, 1), new Targets.Boxes(List.of(ONE_OBJECT)));
        assertThat(metric.scores().values().get("map-50")).isCloseTo(1, within(ROUNDING));
        assertThat(metric.scores().value()).isCloseTo(0.1, within(ROUNDING));
    }

    /// IoU 0.925 with the object, so found at nine of ten thresholds, though the crowd covers all of the box.
    @Test
    void aCrowdTakesNoDetectionFromAnObject() {
        Metric metric = Metrics.of(Task.OBJECT_DETECTION, List.of("a"));
        BoxList inCrowd = new BoxList(
                new float[] {0, 0, 100, 100, 10, 10, 50, 50}, new int[] {0, 0}, new boolean[] {true, false});
        metric.add(outputs(new float[] {10, 10, 50, 47}, new float[] {0.9f}, 1), new Targets.Boxes(List.of(inCrowd)));
        assertThat(metric.scores().value()).isCloseTo(0.9, within(ROUNDING));
    }

    @Test
    void aNetworkOfNotANumberFindsNothing() {
        Metric metric = Metrics.of(Task.OBJECT_DETECTION, List.of("a"));
        Targets one = new Targets.Boxes(List.of(ONE_OBJECT));
        metric.add(outputs(new float[] {10, 10, 50, 50}, new float[] {Float.NaN}, 1), one);
        metric.add(outputs(new float[] {10, Float.NaN, 50, 50}, new float[] {0.9f}, 1), one);
        assertThat(metric.scores().value()).isZero();
    }

    @Test
    void isZeroWhileThereWasNothingToFind() {
        Metric metric = Metrics.of(Task.OBJECT_DETECTION, List.of("a"));
        assertThat(metric.scores().value()).isZero();
        metric.add(
                outputs(new float[] {10, 10, 50, 50}, new float[] {0.9f}, 1),
                new Targets.Boxes(List.of(BoxList.EMPTY)));
        assertThat(metric.scores().value()).isZero();
    }

    @Test
    void refusesOutputsThatAreNotThoseOfADetector() {
        Metric metric = Metrics.of(Task.OBJECT_DETECTION, List.of("a", "b"));
        Targets one = new Targets.Boxes(List.of(ONE_OBJECT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metric.add(outputs(new float[4], new float[3], 3), one))
                .withMessageContaining("'scores' [1, 1, 3] does not fit 2 classes");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> metric.add(outputs(new float[4], new float[2], 2).subList(0, 1), one))
                .withMessageContaining("no output 'scores' (n, N, classes)");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> metric.add(outputs(new float[4], new float[2], 2), new Targets.Labels(new long[] {1})))
                .withMessageContaining("list of boxes");
    }

    /// 72 images, 2000 boxes each, 3 classes, 15 objects: the size of BCCD's test set. Time of this thread, the second
    /// time, so that neither the machine's load nor the compiler is measured.
    @Test
    void judgesATestSetInLessThanASecond() {
        judgeTestSet();
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        judgeTestSet();
        Duration took = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin);
        assertThat(took).isLessThan(Duration.ofSeconds(1));
    }

    private static void judgeTestSet() {
        Random random = new Random(3);
        Metric metric = Metrics.of(Task.OBJECT_DETECTION, List.of("a", "b", "c"));
        for (int batch = 0; batch < 9; batch++) {
            BoxList[] objects = new BoxList[8];
            Arrays.setAll(objects, i -> new BoxList(randomBoxes(random, 15), new int[15], new boolean[15]));
            float[] scores = new float[8 * 2000 * 3];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = random.nextFloat();
            }
            metric.add(
                    List.of(
                            new Prediction("boxes", new long[] {8, 2000, 4}, randomBoxes(random, 8 * 2000)),
                            new Prediction("scores", new long[] {8, 2000, 3}, scores)),
                    new Targets.Boxes(List.of(objects)));
        }
        assertThat(metric.scores().value()).isBetween(0.0, 1.0);
    }

    private static float[] randomBoxes(Random random, int count) {
        float[] corners = new float[4 * count];
        for (int i = 0; i < count; i++) {
            corners[4 * i] = random.nextFloat() * 280;
            corners[4 * i + 1] = random.nextFloat() * 280;
            corners[4 * i + 2] = corners[4 * i] + 5 + random.nextFloat() * 35;
            corners[4 * i + 3] = corners[4 * i + 1] + 5 + random.nextFloat() * 35;
        }
        return corners;
    }

    private static List<Prediction> outputs(float[] boxes, float[] scores, int classes) {
        return List.of(
                new Prediction("boxes", new long[] {1, boxes.length / 4, 4}, boxes),
                new Prediction("scores", new long[] {1, scores.length / classes, classes}, scores));
    }
}
