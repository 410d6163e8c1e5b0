package io.espalier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.datasets.Prediction;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AgreementTest {

    /// The worked example of scikit-learn's `r2_score` with `multioutput="variance_weighted"`.
    @Test
    void givesTheNumberOfScikitLearn() {
        assertThat(judged(new float[] {0, 2, -1, 2, 8, -5}, new float[] {0.5f, 1, -1, 1, 7, -6}, 2)
                        .value())
                .isCloseTo(0.93825665859564, within(1e-13));
    }

    @Test
    void takesTheMeansOverAllBatchesAndOutputs() {
        Random random = new Random(2);
        float[] source = random(random, 24, 1000);
        float[] own = source.clone();
        for (int i = 0; i < own.length; i++) {
            own[i] += random.nextFloat();
        }
        Agreement agreement = new Agreement();
        for (int batch = 0; batch < 2; batch++) {
            agreement.add(twoOutputs(own, batch), twoOutputs(source, batch));
        }
        // Images of 4 elements, of which 3 go to one output and 1 to another: the same sums of squares.
        assertThat(agreement.scores().value()).isCloseTo(inTwoPasses(own, source, 4), within(1e-10));
    }

    private static List<Prediction> twoOutputs(float[] rows, int batch) {
        float[] first = new float[9];
        float[] second = new float[3];
        for (int image = 0; image < 3; image++) {
            int begin = (batch * 3 + image) * 4;
            System.arraycopy(rows, begin, first, image * 3, 3);
            second[image] = rows[begin + 3];
        }
        return List.of(
                new Prediction("first", new long[] {3, 3}, first),
                new Prediction("second", new long[] {3, 1, 1, 1}, second));
    }

    private static double inTwoPasses(float[] own, float[] source, int columns) {
        double residual = 0;
        double total = 0;
        for (int c = 0; c < columns; c++) {
            double mean = 0;
            for (int i = c; i < source.length; i += columns) {
                mean += (double) source[i] * columns / source.length;
            }
            for (int i = c; i < source.length; i += columns) {
                residual += Math.pow((double) own[i] - source[i], 2);
                total += Math.pow(source[i] - mean, 2);
            }
        }
        return 1 - residual / total;
    }

    @Test
    void theSameNetworkAgreesAndOneThatAnswersAlwaysTheMeanDoesNot() {
        float[] source = random(new Random(3), 12, 0);
        assertThat(judged(source, source, 3).values()).containsOnlyKeys("r2", "top-1-agreement");
        assertThat(judged(source, source, 3).values().values()).containsOnly(1.0);
        assertThat(judged(new float[12], source, 3).value()).isLessThan(0.3);
        assertThat(judged(new float[] {5, 5, 5, 5}, new float[] {1, 2, 3, 4}, 1).value())
                .isZero();
        assertThat(judged(new float[] {Float.NaN, 2, 3, 4}, new float[] {1, 2, 3, 4}, 1)
                        .value())
                .isZero();
    }

    @Test
    void aReferenceThatNeverVariesIsMetOrNot() {
        float[] same = {2, 2, 2};
        assertThat(judged(same, same, 1).value()).isEqualTo(1);
        assertThat(judged(new float[] {2, 2, 2.1f}, same, 1).value()).isZero();
        assertThat(judged(same, same, 1).values()).containsOnlyKeys("r2");
    }

    @Test
    void agreesOnTheClassesOfTheLargestLogits() {
        float[] source = {1, 0, 0, 1, 3, 3, 1, 0, Float.NaN, 0};
        float[] own = {9, 1, 1, 0, 2, 2, Float.NaN, 0, Float.NaN, 0};
        assertThat(judged(own, source, 2).values()).containsEntry("top-1-agreement", 2 / 5.0);
    }

    @Test
    void refusesOutputsOfAnotherShapeOrName() {
        Agreement agreement = new Agreement();
        Prediction a = new Prediction("a", new long[] {1, 2}, new float[2]);
        Prediction b = new Prediction("b", new long[] {1, 2}, new float[2]);
        Prediction wider = new Prediction("a", new long[] {1, 3}, new float[3]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> agreement.add(List.of(a), List.of(b)))
                .withMessageContaining("'a' [1, 2] cannot be compared with 'b' [1, 2]");
        assertThatIllegalArgumentException().isThrownBy(() -> agreement.add(List.of(a), List.of(wider)));
        assertThatIllegalArgumentException().isThrownBy(() -> agreement.add(List.of(a), List.of(a, b)));
        Prediction scalar = new Prediction("a", new long[0], new float[1]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> agreement.add(List.of(scalar), List.of(scalar)))
                .withMessageContaining("'a' [] has no images");
    }

    private static float[] random(Random random, int count, float offset) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = offset + (float) random.nextGaussian();
        }
        return values;
    }

    private static Scores judged(float[] own, float[] source, int columns) {
        Agreement agreement = new Agreement();
        long[] shape = {1, columns};
        for (int begin = 0; begin < source.length; begin += columns) {
            agreement.add(
                    List.of(new Prediction("y", shape, Arrays.copyOfRange(own, begin, begin + columns))),
                    List.of(new Prediction("y", shape, Arrays.copyOfRange(source, begin, begin + columns))));
        }
        return agreement.scores();
    }
}
