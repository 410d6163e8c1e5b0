package io.espalier.cli.bench.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneMethod;
import io.espalier.contracts.PruneSpec.Normalization;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// One training of a comparison.
///
/// @param method  a [io.espalier.contracts.PruneMethod] as a spec names it, or `control`; behind a `+`, keys of
///                `prune` or `prune.smart` that differ from the base: `smart+operator=lapsum+mask=weights`
/// @param pattern as [PatternName] reads it; empty for `control`
/// @param budget  share of blocks removed (`0.7`), or a limit of another unit (`npu-cycles=40%`); empty for
///                `control` and where the pattern is a budget itself
/// @param seed    of data order, augmentation and every other random choice
record Cell(String method, String pattern, String budget, long seed) {

    static final String CONTROL = "control";

    /// Without pruning, as many epochs as a pruned network gets.
    static Cell control(long seed) {
        return new Cell(CONTROL, "", "", seed);
    }

    boolean isControl() {
        return method.equals(CONTROL);
    }

    /// `smart-8x8-0.7-s1`.
    String name() {
        return isControl()
                ? CONTROL + "-s" + seed
                : method + "-" + pattern + (budget.isEmpty() ? "" : "-" + budget) + "-s" + seed;
    }

    /// The run that gives the cell.
    ///
    /// @param base what all cells share; its method, pattern, budget, seed and `control.epochs` are not read
    /// What the base says and the cell has no use for is left out; what the cell itself asks for is refused then.
    ///
    /// @throws PipelineException.Permanent `SPEC_INVALID` if a key or value of `method` or `budget` is not
    ///     allowed, `REQUEST_INVALID` if the pattern is none
    RunSpec spec(RunSpec base) {
        ObjectNode tree = Json.MAPPER.valueToTree(base);
        ObjectNode prune = group(tree, "prune");
        int epochs = isControl() ? base.prune().epochs() + base.finetune().epochs() : 0;
        group(tree, "control").put("epochs", epochs);
        group(tree, "reproducibility").put("seed", seed);
        if (!isControl()) {
            List<String> parts = List.of(method.split("\\+", -1));
            if (base.prune().normalization() == usual(base.prune().method())) {
                prune.remove("normalization"); // each method has its own
            }
            prune.put("method", parts.getFirst());
            parts.stream().skip(1).forEach(setting -> set(prune, setting));
            prune.set("pattern", Json.MAPPER.valueToTree(PatternName.parse(pattern)));
            prune.set("budget", budgetGroup());
        }
        Set<String> asked = isControl() ? Set.of() : settings();
        return RunSpecReader.readUsed(tree, asked);
    }

    private static Normalization usual(PruneMethod method) {
        String name = Json.MAPPER.convertValue(method, String.class);
        return RunSpecReader.read("{model: any, data: {uri: any}, prune: {method: %s}}".formatted(name))
                .prune()
                .normalization();
    }

    /// Keys that the cell itself sets.
    private Set<String> settings() {
        return Arrays.stream(method.split("\\+", -1))
                .skip(1)
                .map(setting -> setting.substring(0, setting.indexOf('=')))
                .collect(Collectors.toSet());
    }

    private static void set(ObjectNode prune, String setting) {
        int equals = setting.indexOf('=');
        if (equals < 1) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID,
                    "behind '+' a method needs KEY=VALUE of prune or prune.smart, was '" + setting + "'");
        }
        String key = setting.substring(0, equals);
        String value = setting.substring(equals + 1);
        SettingKeys.require(key);
        ObjectNode group = SettingKeys.OF_SMART.contains(key) ? group(prune, "smart") : prune;
        JsonNode present = group.path(key);
        if (present.isNumber() || (present.isMissingNode() && !key.equals("normalization"))) {
            group.put(key, number(value));
        } else {
            group.put(key, value);
        }
    }

    private ObjectNode budgetGroup() {
        ObjectNode node = Json.MAPPER.createObjectNode();
        if (budget.isEmpty()) {
            return node;
        }
        int equals = budget.indexOf('=');
        return equals < 0
                ? node.put("block-sparsity", number(budget))
                : node.put(budget.substring(0, equals), budget.substring(equals + 1));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID, "a number was expected instead of '" + text + "'", e);
        }
    }

    private static ObjectNode group(ObjectNode tree, String key) {
        return (ObjectNode) tree.get(key);
    }

    /// Whether the pattern says itself how much goes.
    static boolean isBudget(String pattern) {
        return PatternName.parse(pattern) instanceof BlockPattern.NOfM;
    }
}
