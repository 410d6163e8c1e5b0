package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much of a unit the pruned network may use: a number (`120000`, `1.5M`, `64KiB`, `0.8`), or a share of what
/// the dense network uses (`50%`).
///
/// @param value      in the unit, or a fraction in `(0, 1]` if `ofDense`
/// @param ofDense    whether `value` is a share of the dense network
public record BudgetLimit(double value, boolean ofDense) {

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(%|K|M|G|B|KB|MB|GB|KIB|MIB|GIB)?");

    public BudgetLimit {
        require(value > 0 && (!ofDense || value <= 1), "budget", value, "above 0, a share at most 100%");
    }

    @JsonCreator
    static BudgetLimit ofNumber(double value) {
        return new BudgetLimit(value, false);
    }

    @JsonCreator
    public static BudgetLimit parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new SpecValueException(
                    "budget", "'" + text + "'", "a number such as 120000, 1.5M or 64KiB, or a share such as 50%");
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String unit = matcher.group(2) == null ? "" : matcher.group(2);
        return unit.equals("%")
                ? new BudgetLimit(number.movePointLeft(2).doubleValue(), true)
                : new BudgetLimit(
                        number.multiply(BigDecimal.valueOf(factor(unit))).doubleValue(), false);
    }

    private static long factor(String unit) {
        return switch (unit) {
            case "K", "KB" -> 1_000L;
            case "M", "MB" -> 1_000_000L;
            case "G", "GB" -> 1_000_000_000L;
            case "KIB" -> 1L << 10;
            case "MIB" -> 1L << 20;
            case "GIB" -> 1L << 30;
            default -> 1L;
        };
    }

    /// The limit in the unit.
    ///
    /// @param dense what the dense network uses
    public double absolute(double dense) {
        return ofDense ? value * dense : value;
    }

    /// As in a spec: `50%`, `120000`.
    public String text() {
        BigDecimal number = BigDecimal.valueOf(value).movePointRight(ofDense ? 2 : 0);
        return number.stripTrailingZeros().toPlainString() + (ofDense ? "%" : "");
    }

    @JsonValue
    Object toJson() {
        return ofDense ? text() : value;
    }
}
