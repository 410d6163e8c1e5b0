package io.espalier.smart;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.BudgetSpec;
import io.espalier.contracts.LossSpec;
import io.espalier.contracts.PruneMethod;
import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.SmartSpec;
import java.util.List;

/// Prune specs that differ in what a test is about.
public final class Specs {

    private Specs() {}

    public static PruneSpec prune(
            BlockPattern pattern,
            double sparsity,
            List<String> exclude,
            PruneSpec.Kernels kernels,
            PruneSpec.Scope scope,
            int floor) {
        return new PruneSpec(
                PruneMethod.SMART,
                pattern,
                new BudgetSpec(sparsity),
                scope,
                exclude,
                kernels,
                floor,
                List.of(),
                2,
                null,
                PruneSpec.Importance.MAGNITUDE,
                PruneSpec.Normalization.LAYER_MEAN,
                0.03,
                SmartSpec.DEFAULT,
                new LossSpec(1, 0, 3, 0));
    }
}
