package io.espalier.metrics;

import io.espalier.datasets.Prediction;
import java.util.Arrays;
import java.util.List;

/// Finding an output of the shape that a metric needs.
final class Outputs {

    private Outputs() {}

    static Prediction first(List<Prediction> outputs, int rank, String meaning) {
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("the network has no output, needed is " + meaning);
        }
        return checked(outputs.getFirst(), rank, meaning);
    }

    static Prediction named(List<Prediction> outputs, String name, int rank, String meaning) {
        for (Prediction output : outputs) {
            if (output.output().equals(name)) {
                return checked(output, rank, meaning);
            }
        }
        throw new IllegalArgumentException("no output '%s' %s: the network has %s"
                .formatted(
                        name, meaning, outputs.stream().map(Prediction::output).toList()));
    }

    private static Prediction checked(Prediction output, int rank, String meaning) {
        if (output.shape().length != rank) {
            throw new IllegalArgumentException("output %s must be %s".formatted(described(output), meaning));
        }
        long elements = Arrays.stream(output.shape()).reduce(1, (a, b) -> a * b);
        if (elements != output.values().length) {
            throw new IllegalArgumentException(
                    "output %s has %d values".formatted(described(output), output.values().length));
        }
        return output;
    }

    /// Extent of an axis as an index.
    static int extent(Prediction output, int axis) {
        return Math.toIntExact(output.shape()[axis]);
    }

    static void checkExtent(Prediction output, int axis, int needed, String meaning) {
        if (output.shape()[axis] != needed) {
            throw new IllegalArgumentException(
                    "output %s does not fit %d %s".formatted(described(output), needed, meaning));
        }
    }

    static void checkAlike(Prediction output, Prediction reference) {
        if (!output.output().equals(reference.output())
                || !Arrays.equals(output.shape(), reference.shape())
                || output.values().length != reference.values().length) {
            throw new IllegalArgumentException(
                    "output %s cannot be compared with %s".formatted(described(output), described(reference)));
        }
        if (reference.shape().length == 0 || reference.values().length == 0) {
            throw new IllegalArgumentException("output %s has no images".formatted(described(reference)));
        }
    }

    static String described(Prediction output) {
        return "'%s' %s".formatted(output.output(), Arrays.toString(output.shape()));
    }
}
