package io.espalier.metrics;

import io.espalier.datasets.Prediction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How closely a network reproduces the outputs of another one on the same images: the judge where there are no labels.
///
/// `r2 = 1 - Σ (y - s)² / Σ (s - s̄)²` with `y` of the network and `s` of the reference, over all elements of all
/// outputs; `s̄` is the mean over the images of one element, so a network that answers always the same gains nothing.
/// This is scikit-learn's `r2_score(multioutput="variance_weighted")` but that what is below 0 (worse than the mean) or
/// not a number counts as 0. A reference that never varies gives 1 if it is met exactly, else 0.
///
/// `top-1-agreement`, if the first output is `(n, classes)` with 2 classes or more: share of images for which both have
/// their largest logit at the same class, the first of equal ones; a NaN disagrees.
///
/// One instance a pass over the data; not thread-safe.
public final class Agreement {

    private final Map<String, Variation> variations = new LinkedHashMap<>();
    private long images;
    private long agreeing;
    private boolean classified = true;

    /// Adds one batch.
    ///
    /// @param outputs   of the network judged
    /// @param reference of the other one for the same images, same names and shapes
    /// @throws IllegalArgumentException if they differ in a name or a shape
    public void add(List<Prediction> outputs, List<Prediction> reference) {
        if (outputs.isEmpty() || outputs.size() != reference.size()) {
            throw new IllegalArgumentException(
                    "%d outputs cannot be compared with %d".formatted(outputs.size(), reference.size()));
        }
        for (int i = 0; i < outputs.size(); i++) {
            Prediction source = reference.get(i);
            Outputs.checkAlike(outputs.get(i), source);
            int columns = source.values().length / Outputs.extent(source, 0);
            variations
                    .computeIfAbsent(source.output(), name -> new Variation(columns))
                    .add(outputs.get(i).values(), source.values());
        }
        compareClasses(outputs.getFirst(), reference.getFirst());
    }

    private void compareClasses(Prediction output, Prediction reference) {
        classified &= reference.shape().length == 2 && reference.shape()[1] >= 2;
        if (!classified) {
            return;
        }
        int classes = Outputs.extent(reference, 1);
        for (int begin = 0; begin < reference.values().length; begin += classes) {
            int own = Logits.largest(output.values(), begin, classes);
            agreeing += own >= 0 && own == Logits.largest(reference.values(), begin, classes) ? 1 : 0;
            images++;
        }
    }

    /// Of all batches so far; 0 before the first.
    public Scores scores() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("r2", variations.isEmpty() ? 0 : determination());
        if (classified && images > 0) {
            values.put("top-1-agreement", (double) agreeing / images);
        }
        return new Scores("r2", values);
    }

    private double determination() {
        double residual = 0;
        double total = 0;
        for (Variation variation : variations.values()) {
            residual += variation.residual();
            total += variation.total();
        }
        if (total == 0) {
            return residual == 0 ? 1 : 0;
        }
        double r2 = 1 - residual / total;
        return r2 >= 0 ? r2 : 0; // NaN too
    }
}
