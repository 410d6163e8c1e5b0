package io.espalier.trainable.loss;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.LongStream;

/// The classes that a network can tell apart: `0 .. classes - 1`.
///
/// @param classes width of its outputs
record ClassRange(int classes) {

    /// @param labels without those of ignored places
    /// @throws PipelineException.Permanent DATASET_INVALID with every label outside
    void require(LongStream labels) {
        NavigableSet<Long> outside = new TreeSet<>();
        labels.filter(label -> label < 0 || label >= classes).forEach(outside::add);
        if (!outside.isEmpty()) {
            throw new PipelineException.Permanent(
                    ErrorCode.DATASET_INVALID,
                    "the network has %d classes, 0 to %d, but there are labels %s: use a network with an output a class"
                            .formatted(classes, classes - 1, outside));
        }
    }
}
