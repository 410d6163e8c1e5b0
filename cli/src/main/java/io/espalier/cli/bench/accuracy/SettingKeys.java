package io.espalier.cli.bench.accuracy;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.SmartSpec;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Keys that a method may set behind a `+`: those of `prune` and `prune.smart` with one number or word, but `method`,
/// which stands before it.
final class SettingKeys {

    static final Set<String> OF_PRUNE = keys(PruneSpec.class);
    static final Set<String> OF_SMART = keys(SmartSpec.class);

    private SettingKeys() {}

    private static Set<String> keys(Class<? extends Record> group) {
        var kebab = new PropertyNamingStrategies.KebabCaseStrategy();
        return Arrays.stream(group.getRecordComponents())
                .filter(SettingKeys::isPlain)
                .map(component -> kebab.translate(component.getName()))
                .filter(key -> !key.equals("method"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isPlain(RecordComponent component) {
        Class<?> type = component.getType();
        return type.isPrimitive() || type.isEnum() || Number.class.isAssignableFrom(type);
    }

    /// @throws PipelineException.Permanent `REQUEST_INVALID` with every key that is allowed
    static void require(String key) {
        if (!OF_PRUNE.contains(key) && !OF_SMART.contains(key)) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID,
                    "--ablation, and a method behind '+', have no key '%s'; of prune.smart: %s; of prune: %s"
                            .formatted(key, text(OF_SMART), text(OF_PRUNE)));
        }
    }

    private static String text(Set<String> keys) {
        return String.join(", ", keys);
    }
}
