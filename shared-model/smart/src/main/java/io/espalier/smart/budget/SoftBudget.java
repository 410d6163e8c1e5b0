package io.espalier.smart.budget;

import java.util.List;

/// What a soft mask has to meet at the present scores, so that it tends to the hard selection as it gets colder.
///
/// @param groups cover all blocks, in order
/// @param scores of the soft top-k, shape `(blocks)`: the present scores up to a constant for each layer, and for each
///               block that does not fit where its score is
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record SoftBudget(List<SoftGroup> groups, double[] scores) {

    public SoftBudget {
        groups = List.copyOf(groups);
    }
}
