package io.espalier.npu.scalesim;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.npu.engine.Dataflow;
import io.espalier.npu.engine.SystolicArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What of SCALE-Sim's configuration decides the figures of a stall-free run.
///
/// @param array    `ArrayHeight` × `ArrayWidth`, `Dataflow`
/// @param sparsity which of the topology's `N:M` are made use of
/// @param block    rows in a block of the row-wise draw, `BlockSize`
public record ScaleSimConfig(SystolicArray array, Sparsity sparsity, int block) {

    /// `SparsitySupport` and `OptimizedMapping`.
    public enum Sparsity {
        NONE,
        LAYER_WISE,
        /// Every filter draws how many weights of a block it has; the array always holds half of the rows.
        ROW_WISE
    }

    /// @throws PipelineException.Permanent `SPEC_INVALID` if a value is missing or impossible, or the run is one with
    ///     stalls (`InterfaceBandwidth: USER`)
    public static ScaleSimConfig read(Path file) {
        Map<String, String> values;
        try {
            values = values(Files.readAllLines(file));
        } catch (IOException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.SPEC_INVALID, "the configuration %s cannot be read: %s".formatted(file, e), e);
        }
        if (values.getOrDefault("interfacebandwidth", "CALC").equalsIgnoreCase("USER")) {
            throw refused(
                    file, "InterfaceBandwidth must be CALC: SCALE-Sim's versions do not agree on the stalls of USER");
        }
        SystolicArray array = new SystolicArray(
                number(values, "ArrayHeight", file), number(values, "ArrayWidth", file), dataflow(values, file));
        Sparsity sparsity = !flag(values, "sparsitysupport")
                ? Sparsity.NONE
                : flag(values, "optimizedmapping") ? Sparsity.ROW_WISE : Sparsity.LAYER_WISE;
        if (sparsity != Sparsity.NONE && array.dataflow() != Dataflow.WEIGHT_STATIONARY) {
            throw refused(file, "SparsitySupport needs Dataflow ws, as in SCALE-Sim");
        }
        return new ScaleSimConfig(
                array, sparsity, sparsity == Sparsity.ROW_WISE ? number(values, "BlockSize", file) : 1);
    }

    /// Keys in small letters; sections do not matter, since no key is in two of them.
    private static Map<String, String> values(List<String> lines) {
        Map<String, String> values = new TreeMap<>();
        for (String line : lines) {
            String[] parts = line.split("[:=]", 2);
            if (parts.length == 2
                    && !line.strip().startsWith("#")
                    && !line.strip().startsWith(";")) {
                values.put(parts[0].strip().toLowerCase(Locale.ROOT), parts[1].strip());
            }
        }
        return values;
    }

    private static int number(Map<String, String> values, String key, Path file) {
        String value = values.get(key.toLowerCase(Locale.ROOT));
        if (value == null || !value.matches("[1-9][0-9]{0,6}")) {
            throw refused(file, "%s must be a whole number above 0, was %s".formatted(key, value));
        }
        return Integer.parseInt(value);
    }

    private static boolean flag(Map<String, String> values, String key) {
        return values.getOrDefault(key, "false").equalsIgnoreCase("true");
    }

    private static Dataflow dataflow(Map<String, String> values, Path file) {
        String value = values.getOrDefault("dataflow", "");
        for (Dataflow dataflow : Dataflow.values()) {
            if (abbreviation(dataflow).equals(value)) {
                return dataflow;
            }
        }
        throw refused(file, "Dataflow must be os, ws or is, was '%s'".formatted(value));
    }

    static String abbreviation(Dataflow dataflow) {
        return switch (dataflow) {
            case OUTPUT_STATIONARY -> "os";
            case WEIGHT_STATIONARY -> "ws";
            case INPUT_STATIONARY -> "is";
        };
    }

    private static PipelineException.Permanent refused(Path file, String message) {
        return new PipelineException.Permanent(ErrorCode.SPEC_INVALID, "configuration " + file + ": " + message);
    }
}
