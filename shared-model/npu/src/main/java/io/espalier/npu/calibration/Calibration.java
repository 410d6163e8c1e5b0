package io.espalier.npu.calibration;

import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuNetwork;
import io.espalier.npu.NpuProfile;
import io.espalier.npu.profile.Confidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// A device whose unpublished figures are fitted to one half of the measured networks and judged on the other.
///
/// The networks are sorted by their measured latency (ties by name); the first, third, fifth, … are fitted, the others
/// held out, so both halves span the range. What is made small is `Σ ln²(predicted / measured)`: an error of a factor
/// counts the same for a small network as for a large one.
///
/// @param profile     with the fitted figures, confidence [Confidence#CALIBRATED]
/// @param predictions with those figures, in order of the measured latency
/// @param uncalibrated with the profile as it was given, in the same order
public record Calibration(NpuProfile profile, List<Prediction> predictions, List<Prediction> uncalibrated) {

    /// Both halves must be able to be wrong.
    private static final int FEWEST = 4;

    private static final double FIRST_STEP = 2;
    private static final double MIDDLE_STEP = 1.1;
    private static final double LAST_STEP = 1.01;

    public Calibration {
        predictions = List.copyOf(predictions);
        uncalibrated = List.copyOf(uncalibrated);
    }

    /// Of the half that the fit did not see.
    public Errors heldOut() {
        return Errors.of(predictions.stream().filter(Prediction::heldOut).toList());
    }

    public Errors fitted() {
        return Errors.of(predictions.stream().filter(row -> !row.heldOut()).toList());
    }

    public Errors before() {
        return Errors.of(uncalibrated.stream().filter(Prediction::heldOut).toList());
    }

    /// @param networks      by the measurements' names
    /// @throws IllegalArgumentException for fewer than 4 measurements
    public static Calibration fit(
            NpuProfile profile, List<Measurement> measurements, Function<String, NpuNetwork> networks) {
        if (measurements.size() < FEWEST) {
            throw new IllegalArgumentException(
                    "a calibration needs at least %d measured networks, had %d".formatted(FEWEST, measurements.size()));
        }
        List<Sample> samples = measurements.stream()
                .sorted(Comparator.comparingDouble(Measurement::milliseconds).thenComparing(Measurement::network))
                .map(measured -> new Sample(measured, networks.apply(measured.network())))
                .toList();
        List<Sample> seen = new ArrayList<>();
        for (int i = 0; i < samples.size(); i += 2) {
            seen.add(samples.get(i));
        }
        NpuProfile fitted = search(profile, seen).of(profile).withConfidence(Confidence.CALIBRATED);
        return new Calibration(fitted, predict(fitted, samples), predict(profile, samples));
    }

    private record Sample(Measurement measured, NpuNetwork network) {

        double predictedMs(NpuProfile profile) {
            return NpuModel.estimate(network, profile).milliseconds();
        }
    }

    private static List<Prediction> predict(NpuProfile profile, List<Sample> samples) {
        List<Prediction> rows = new ArrayList<>();
        for (Sample sample : samples) {
            Measurement measured = sample.measured();
            boolean heldOut = rows.size() % 2 == 1;
            rows.add(new Prediction(measured.network(), measured.milliseconds(), sample.predictedMs(profile), heldOut));
        }
        return rows;
    }

    /// Hooke and Jeeves from several starts: each figure in turn is tried larger and smaller by a factor, what was
    /// gained by all together is tried once more, and the factor shrinks when nothing helps. Without chance, so
    /// that a file always gives the same profile.
    private static Figures search(NpuProfile profile, List<Sample> seen) {
        Search search = new Search(figures -> loss(profile, figures, seen));
        Tried best = Figures.STARTS.stream()
                .map(start -> search.from(search.of(start), FIRST_STEP, MIDDLE_STEP))
                .min(Comparator.comparingDouble(Tried::loss))
                .orElseThrow();
        return search.from(best, MIDDLE_STEP, LAST_STEP).figures();
    }

    private record Tried(Figures figures, double loss) {}

    private record Search(ToDoubleFunction<Figures> loss) {

        Tried of(Figures figures) {
            return new Tried(figures, loss.applyAsDouble(figures));
        }

        Tried from(Tried start, double first, double last) {
            Tried best = start;
            double step = first;
            while (step > last) {
                Tried before = best;
                best = better(around(best, step), best);
                if (best.equals(before)) {
                    step = Math.sqrt(step);
                } else {
                    best = better(of(best.figures().beyond(before.figures())), best);
                }
            }
            return best;
        }

        private Tried around(Tried centre, double step) {
            Tried best = centre;
            for (Figures.Figure which : Figures.Figure.values()) {
                for (double factor : new double[] {step, 1 / step}) {
                    best = better(of(best.figures().scaled(which, factor)), best);
                }
            }
            return best;
        }

        private static Tried better(Tried candidate, Tried best) {
            return candidate.loss() < best.loss() ? candidate : best;
        }
    }

    private static double loss(NpuProfile profile, Figures figures, List<Sample> seen) {
        NpuProfile candidate = figures.of(profile);
        double sum = 0;
        for (Sample sample : seen) {
            double log =
                    Math.log(sample.predictedMs(candidate) / sample.measured().milliseconds());
            sum += log * log;
        }
        return sum;
    }
}
