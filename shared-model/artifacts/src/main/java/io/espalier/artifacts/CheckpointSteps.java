package io.espalier.artifacts;

import java.util.List;
import java.util.regex.Pattern;

/// How checkpoints are named after their step, and which of them are kept.
final class CheckpointSteps {

    private static final int KEPT = 2;
    private static final Pattern FILE_NAME = Pattern.compile("[0-9]{1,18}\\.ckpt");

    private CheckpointSteps() {}

    /// @throws IllegalArgumentException if `step` is negative
    static String fileName(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("step must be >= 0, was " + step);
        }
        return step + ".ckpt";
    }

    static boolean isCheckpoint(String fileName) {
        return FILE_NAME.matcher(fileName).matches();
    }

    static long step(String fileName) {
        return Long.parseLong(fileName.substring(0, fileName.indexOf('.')));
    }

    /// What goes when there are more than the last two.
    static <T> List<T> surplus(List<T> newestFirst) {
        return newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size());
    }
}
