package io.espalier.smart.training;

import io.espalier.contracts.Json;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// Numbers of a run by step, as JSON lines: `{"phase":"prune","step":12,"loss":0.41,…}`.
///
/// Long phases keep every n-th step, so that a phase has at most 2,000 rows and one a validation pass, with
/// `validation-…`. No clock is in it: the same run gives the same bytes.
final class Curves {

    private static final long MAX_ROWS = 2_000;

    private final String phase;
    private final long stride;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    /// @param steps length of the phase, >= 0
    Curves(String phase, long steps) {
        this.phase = phase;
        this.stride = Math.max(1, Math.ceilDiv(steps, MAX_ROWS));
    }

    /// @param step counted from 0
    void add(long step, Map<String, Double> metrics) {
        if (step % stride == 0) {
            addAlways(step, metrics);
        }
    }

    /// A row that is kept in the longest phase: of a validation pass, say.
    ///
    /// @param step counted from 0
    void addAlways(long step, Map<String, Double> metrics) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("phase", phase);
        row.put("step", step);
        metrics.forEach(row::put);
        lines.writeBytes(Json.write(row));
        lines.write('\n');
    }

    byte[] bytes() {
        return lines.toByteArray();
    }

    void restore(byte[] earlier) {
        lines.reset();
        lines.writeBytes(earlier);
    }
}
