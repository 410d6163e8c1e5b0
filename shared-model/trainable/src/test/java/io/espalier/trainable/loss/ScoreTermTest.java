package io.espalier.trainable.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.contracts.DetectionLossSpec.ScoreLoss;
import io.espalier.trainable.Reference;
import io.espalier.trainable.Tape;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Binary cross-entropy and varifocal loss against PyTorch's float64.
class ScoreTermTest {

    /// float32, quotients by 1 − p down to 0.005.
    private static final double TOLERANCE = 2e-6;

    @ParameterizedTest
    @EnumSource
    void isPyTorchs(ScoreLoss function) {
        JsonNode reference = Reference.of("score-terms");
        JsonNode expected = reference.required(function.name().toLowerCase(Locale.ROOT));
        double[] scores = Reference.doubles(reference.required("scores"));
        double[] targets = Reference.doubles(reference.required("targets"));
        int zeros = (int) Arrays.stream(targets).filter(target -> target == 0).count();
        double[] losses = Reference.doubles(expected.required("loss"));
        double[] gradient = Reference.doubles(expected.required("gradient"));
        try (Tape tape = new Tape()) {
            // Given
            ScoreTerm term = new ScoreTerm(function);
            NDArray negatives = tape.leaf(Arrays.copyOf(scores, zeros), zeros);
            int rest = scores.length - zeros;
            NDArray positives = tape.leaf(Arrays.copyOfRange(scores, zeros, scores.length), rest);
            NDArray soft = tape.constant(Arrays.copyOfRange(targets, zeros, targets.length), rest);

            // When
            NDArray ofZero = term.ofZero(negatives);
            NDArray ofTarget = term.ofTarget(positives, soft);
            tape.backward(ofZero.sum().add(ofTarget.sum()));

            // Then
            Numbers.assertClose(ofZero.toFloatArray(), Arrays.copyOf(losses, zeros), TOLERANCE);
            Numbers.assertClose(ofTarget.toFloatArray(), Arrays.copyOfRange(losses, zeros, losses.length), TOLERANCE);
            Numbers.assertClose(negatives.getGradient().toFloatArray(), Arrays.copyOf(gradient, zeros), TOLERANCE);
            Numbers.assertClose(
                    positives.getGradient().toFloatArray(),
                    Arrays.copyOfRange(gradient, zeros, gradient.length),
                    TOLERANCE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void certainScoresAreFinite(ScoreLoss function) {
        try (Tape tape = new Tape()) {
            NDArray scores = tape.leaf(new double[] {0, 1}, 2);
            NDArray targets = tape.constant(new double[] {1, 0.5}, 2);
            ScoreTerm term = new ScoreTerm(function);
            NDArray total =
                    term.ofZero(scores).sum().add(term.ofTarget(scores, targets).sum());
            tape.backward(total);
            assertThat(total.getFloat()).isFinite().isGreaterThan(25f);
            for (float value : scores.getGradient().toFloatArray()) {
                assertThat(value).isFinite();
            }
        }
    }

    /// Derivatives are ∓1 over a denominator of at least 1e-12, as those of `torch.nn.BCELoss`.
    @Test
    void certainAndWrongScoresHaveAGradient() {
        try (Tape tape = new Tape()) {
            NDArray present = tape.leaf(new double[] {0}, 1);
            NDArray absent = tape.leaf(new double[] {1}, 1);
            ScoreTerm term = new ScoreTerm(ScoreLoss.BCE);
            NDArray missed = term.ofTarget(present, tape.constant(new double[] {1}, 1));
            NDArray invented = term.ofZero(absent);
            tape.backward(missed.sum().add(invented.sum()));
            assertThat(missed.getFloat()).isEqualTo(100f);
            assertThat(invented.getFloat()).isEqualTo(100f);
            assertThat(present.getGradient().getFloat()).isBetween(-1.001e12f, -0.999e12f);
            assertThat(absent.getGradient().getFloat()).isBetween(0.999e12f, 1.001e12f);
        }
    }

    /// A focal weight below 1 leaves less of an easy negative.
    @Test
    void varifocalForgivesEasyNegatives() {
        try (Tape tape = new Tape()) {
            NDArray easy = tape.constant(new double[] {0.1}, 1);
            float plain = new ScoreTerm(ScoreLoss.BCE).ofZero(easy).getFloat();
            float focal = new ScoreTerm(ScoreLoss.VARIFOCAL).ofZero(easy).getFloat();
            assertThat(focal / plain).isBetween(0.00749f, 0.00751f); // 0.75 · 0.1²
        }
    }
}
