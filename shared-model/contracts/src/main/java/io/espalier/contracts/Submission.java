package io.espalier.contracts;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an outsider writes to push a model.
///
/// @param modelUri `file:`, `http(s):` or `artifact:` location of the ONNX file, readable by the ingest service
/// @param sha256   digest the bytes must have; absent = not checked on the way in
/// @param spec     what to do with the model
/// @param budgets  of a sweep, the spec's own first: what a list under `prune.budget` is read as; absent if there is
///                 one budget
public record Submission(
        URI modelUri,
        @Nullable String sha256,
        RunSpec spec,
        @Nullable List<BudgetSpec> budgets) {

    public Submission {
        if (modelUri == null) {
            throw new SpecValueException("model-uri", "absent", "the location of an ONNX file");
        }
        if (spec == null) {
            throw new SpecValueException("spec", "absent", "a run spec");
        }
        if (budgets != null) {
            budgets = List.copyOf(budgets);
            requireSweep(spec, budgets);
        }
    }

    private static void requireSweep(RunSpec spec, List<BudgetSpec> budgets) {
        boolean distinct = new HashSet<>(budgets).size() == budgets.size();
        boolean begins =
                !budgets.isEmpty() && budgets.getFirst().equals(spec.prune().budget());
        if (!distinct || !begins || budgets.size() > SweepId.MOST_RUNS) {
            throw new SpecValueException(
                    "budgets",
                    budgets.stream().map(BudgetSpec::label).toList(),
                    "1 to " + SweepId.MOST_RUNS + " different budgets, the first that of the spec");
        }
        budgets.forEach(spec::with); // refuses one that the pattern has no use for
    }
}
