package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// Identity of a sweep: runs of one push that differ in nothing but their budgets.
///
/// Derived from its first run, so that whoever pushed knows it, and the ids of all its runs, in advance.
///
/// @param value `s-` and the 16 hexadecimal digits of the first run
public record SweepId(@JsonValue String value) {

    /// Budgets of one push, at most.
    public static final int MOST_RUNS = 32;

    private static final Pattern FORM = Pattern.compile("s-[0-9a-f]{16}");

    @JsonCreator
    public SweepId {
        requireNonNull(value, "sweep is absent");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a sweep id is 's-' and 16 hexadecimal digits, was '" + value + "'");
        }
    }

    /// The sweep that begins with a run.
    public static SweepId of(RunId first) {
        return new SweepId("s-" + first.value().substring(2));
    }

    /// The run of one of its budgets: `r-` and the sweep's digits for the first; else
    /// [RunId#ofSubmission] of the sweep's id and the index.
    ///
    /// @param index of the budget, from 0
    public RunId run(int index) {
        return index == 0 ? new RunId("r-" + value.substring(2)) : RunId.ofSubmission(value, Integer.toString(index));
    }

    @Override
    public String toString() {
        return value;
    }
}
