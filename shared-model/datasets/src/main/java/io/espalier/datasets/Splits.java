package io.espalier.datasets;

import io.espalier.contracts.DataSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which splits have their classes in common, so that an index means the same one in each of them.
final class Splits {

    private Splits() {}

    /// The asked split and the spec's two.
    static Set<String> of(DataSpec spec, String split) {
        return new LinkedHashSet<>(List.of(split, spec.train(), spec.validation()));
    }
}
