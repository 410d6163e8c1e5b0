package io.espalier.runs.latency;

import java.util.Locale;

/// Constants as files and tables write them: `EXACT_REFERENCE` is `exact-reference`.
public final class Words {

    private Words() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
