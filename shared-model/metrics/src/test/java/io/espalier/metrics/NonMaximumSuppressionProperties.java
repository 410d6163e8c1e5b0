package io.espalier.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

final class NonMaximumSuppressionProperties {

    private static final int EXTENT = 24;

    /// By the definition, with areas counted in unit squares: a box stays unless one that stays comes before it and
    /// overlaps it by more than the threshold.
    @Property(tries = 300)
    void keepsWhatTheDefinitionKeeps(
            @ForAll long seed,
            @ForAll @IntRange(max = 40) int boxes,
            @ForAll @DoubleRange(min = 0.05, max = 1) double threshold,
            @ForAll @IntRange(min = 1, max = 45) int candidates,
            @ForAll @IntRange(min = 1, max = 45) int kept) {
        float[] corners = boxes(seed, boxes);
        float[] scores = scores(seed, boxes);
        List<Integer> order = IntStream.range(0, boxes)
                .boxed()
                .filter(i -> scores[i] > 0.2f)
                .sorted(Comparator.comparing((Integer i) -> -scores[i]))
                .limit(candidates)
                .toList();
        List<Integer> expected = new ArrayList<>();
        for (int box : order) {
            if (expected.stream().noneMatch(other -> countedIou(corners, other, box) > threshold)) {
                expected.add(box);
            }
        }

        int[] actual = new NonMaximumSuppression(threshold, 0.2f, candidates, kept).keep(corners, scores);

        assertThat(actual)
                .containsExactly(expected.stream().limit(kept).mapToInt(i -> i).toArray());
    }

    @Example
    void aScoreThatIsNotANumberNeverStaysAndNegativeOnesAreInOrder() {
        float[] corners = {0, 0, 1, 1, 5, 5, 6, 6, 8, 8, 9, 9, 2, 2, 3, 3};
        float[] scores = {-0.5f, Float.NaN, -0.1f, 0.3f};
        assertThat(new NonMaximumSuppression(0.5, -1, 10, 10).keep(corners, scores))
                .containsExactly(3, 2, 0);
    }

    private static float[] boxes(long seed, int count) {
        Random random = new Random(seed);
        float[] corners = new float[4 * count];
        for (int i = 0; i < count; i++) {
            corners[4 * i] = random.nextInt(EXTENT - 12);
            corners[4 * i + 1] = random.nextInt(EXTENT - 12);
            corners[4 * i + 2] = corners[4 * i] + 1 + random.nextInt(12);
            corners[4 * i + 3] = corners[4 * i + 1] + 1 + random.nextInt(12);
        }
        return corners;
    }

    /// Few values, so that there are ties.
    private static float[] scores(long seed, int count) {
        Random random = new Random(~seed);
        float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            scores[i] = random.nextInt(16) / 16f;
        }
        return scores;
    }

    private static double countedIou(float[] corners, int a, int b) {
        int both = 0;
        int any = 0;
        for (int y = 0; y < EXTENT; y++) {
            for (int x = 0; x < EXTENT; x++) {
                boolean inA = covers(corners, a, x, y);
                boolean inB = covers(corners, b, x, y);
                both += inA && inB ? 1 : 0;
                any += inA || inB ? 1 : 0;
            }
        }
        return (double) both / any;
    }

    private static boolean covers(float[] corners, int box, int x, int y) {
        return corners[4 * box] <= x
                && x < corners[4 * box + 2]
                && corners[4 * box + 1] <= y
                && y < corners[4 * box + 3];
    }
}
