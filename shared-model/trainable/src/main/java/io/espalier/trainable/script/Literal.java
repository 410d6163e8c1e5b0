package io.espalier.trainable.script;

import java.util.List;

/// Java values as the script's parser reads them back exactly.
final class Literal {

    private Literal() {}

    static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return Double.toString(value);
    }

    static String bool(boolean value) {
        return value ? "True" : "False";
    }

    static String list(List<String> items) {
        return "[" + String.join(", ", items) + "]";
    }
}
