package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Everything that decides a run's result: same source, data and spec give the same bytes.
///
/// People write it as YAML, events carry it as JSON; see [RunSpecReader]. Absent keys take
/// the value that `run-spec-defaults.yaml` beside this class gives them, so that a minimal spec is `model` and `data`.
///
/// @param model           name in the registry; lower case and legal as an OCI repository name
/// @param task            what the network is for
/// @param data            where the examples are and how they become tensors
/// @param control         dense fine-tuning before pruning, with no mask: teacher and reference of the accuracy gate
/// @param prune           how blocks are removed
/// @param finetune        how the pruned model recovers
/// @param training        optimizer settings that control, prune and finetune share
/// @param device          name of an NPU profile
/// @param gates           what the result must meet to be promoted
/// @param reproducibility seed and thread count
public record RunSpec(
        String model,
        Task task,
        DataSpec data,
        ControlSpec control,
        PruneSpec prune,
        FinetuneSpec finetune,
        TrainingSpec training,
        String device,
        GateSpec gates,
        Reproducibility reproducibility) {

    /// OCI distribution specification 1.1, "Pulling manifests": the form of a repository name, without a slash.
    private static final Pattern MODEL_NAME = Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*");

    public RunSpec {
        // Null is what Jackson passes for an absent key; only the name and the data's location have no default.
        if (model == null || !MODEL_NAME.matcher(model).matches() || model.length() > 128) {
            throw new SpecValueException(
                    "model",
                    model == null ? "absent" : "'" + model + "'",
                    "lower-case letters and digits, joined by '.', '_' or '-', 128 at most");
        }
        requireNonNull(task, "task is absent");
        requireNonNull(data, "data is absent");
        requireNonNull(control, "control is absent");
        requireNonNull(prune, "prune is absent");
        requireNonNull(finetune, "finetune is absent");
        requireNonNull(training, "training is absent");
        requireNonNull(device, "device is absent");
        requireNonNull(gates, "gates is absent");
        requireNonNull(reproducibility, "reproducibility is absent");
        requireTask(task, data, prune, finetune);
    }

    private static void requireTask(Task task, DataSpec data, PruneSpec prune, FinetuneSpec finetune) {
        if (!data.format().suits(task)) {
            throw new SpecValueException(
                    "data.format", data.format().name().toLowerCase(Locale.ROOT).replace('_', '-'), allowed(task));
        }
        boolean taught = prune.loss().distils() && finetune.loss().distils();
        if (task == Task.REGRESSION && !taught) {
            throw new SpecValueException(
                    "prune.loss.distillation",
                    "0",
                    "above 0, and so finetune.loss.distillation: regression has no labels");
        }
    }

    private static String allowed(Task task) {
        return Arrays.stream(DataFormat.values())
                .filter(format -> format.suits(task))
                .map(format -> format.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }

    /// The same run with another budget.
    public RunSpec with(BudgetSpec budget) {
        return new RunSpec(
                model, task, data, control, prune.with(budget), finetune, training, device, gates, reproducibility);
    }
}
