package io.espalier.npu.calibration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Measured latencies as people write them down. Strict: an unknown key or column is refused.
///
/// YAML: `device`, `source`, and `measurements`, a list of `network` with `ms` or `fps` (and their own `device` or
/// `source` where it differs). CSV: a header with the columns `network`, `device`, `ms` or `fps`, `source`, in any
/// order.
public record MeasurementFile(List<Measurement> measurements) {

    private static final ObjectMapper STRICT = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    public MeasurementFile {
        measurements = List.copyOf(measurements);
    }

    private record Contents(
            @Nullable String device,
            @Nullable String source,
            @Nullable @JsonProperty("measurements") List<Row> rows) {}

    private record Row(
            @Nullable String network,
            @Nullable String device,
            @Nullable Double ms,
            @Nullable Double fps,
            @Nullable String source) {}

    /// @throws PipelineException.Permanent `SPEC_INVALID`, with the row that is wrong and what was expected
    public static MeasurementFile read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw invalid(file.toString(), "cannot be read: " + e, e);
        }
    }

    /// Published figures that come with Espalier: `coral` (USB accelerator), `rk3588`.
    public static MeasurementFile published(String name) {
        String resource = "measurements/" + name + ".yaml";
        try (InputStream in = MeasurementFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no published figures are called " + name);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " is part of this jar", e);
        }
    }

    static MeasurementFile parse(String text, String where) {
        Contents contents = where.endsWith(".csv") ? ofCsv(text, where) : ofYaml(text, where);
        List<Measurement> measurements = new ArrayList<>();
        for (Row row : contents.rows() == null ? List.<Row>of() : contents.rows()) {
            measurements.add(complete(row, contents, where + ", row " + (measurements.size() + 1)));
        }
        if (measurements.isEmpty()) {
            throw invalid(where, "has no measurement; expected a list 'measurements' of network and ms or fps", null);
        }
        return new MeasurementFile(measurements);
    }

    private static Contents ofYaml(String text, String where) {
        try {
            return STRICT.readValue(text, Contents.class);
        } catch (JsonProcessingException e) {
            throw invalid(where, e.getOriginalMessage(), e);
        }
    }

    private static Contents ofCsv(String text, String where) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        List<String> columns = lines.isEmpty() ? List.of() : cells(lines.getFirst());
        for (String column : columns) {
            if (!List.of("network", "device", "ms", "fps", "source").contains(column)) {
                throw invalid(
                        where,
                        "unknown column '%s'; known are network, device, ms, fps, source".formatted(column),
                        null);
            }
        }
        List<Row> rows = new ArrayList<>();
        for (String line : lines.stream().skip(1).toList()) {
            rows.add(row(columns, cells(line), where + ", row " + (rows.size() + 1)));
        }
        return new Contents(null, null, rows);
    }

    private static Row row(List<String> columns, List<String> cells, String where) {
        if (cells.size() != columns.size()) {
            throw invalid(where, "has %d cells, the header %d".formatted(cells.size(), columns.size()), null);
        }
        return new Row(
                cell(columns, cells, "network"),
                cell(columns, cells, "device"),
                number(cell(columns, cells, "ms"), where),
                number(cell(columns, cells, "fps"), where),
                cell(columns, cells, "source"));
    }

    private static @Nullable String cell(List<String> columns, List<String> cells, String name) {
        int column = columns.indexOf(name);
        return column < 0 || cells.get(column).isEmpty() ? null : cells.get(column);
    }

    private static @Nullable Double number(@Nullable String cell, String where) {
        try {
            return cell == null ? null : Double.valueOf(cell);
        } catch (NumberFormatException e) {
            throw invalid(where, "'%s' is no number".formatted(cell), e);
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private static Measurement complete(Row row, Contents contents, String where) {
        String device = row.device() == null ? contents.device() : row.device();
        String source = row.source() == null ? contents.source() : row.source();
        if (row.network() == null || device == null) {
            throw invalid(where, "needs a network and a device", null);
        }
        if ((row.ms() == null) == (row.fps() == null)) {
            throw invalid(where, "needs either ms or fps", null);
        }
        double milliseconds = row.ms() != null ? row.ms() : 1000 / Objects.requireNonNull(row.fps());
        try {
            return new Measurement(row.network(), device, milliseconds, source == null ? "not said" : source);
        } catch (IllegalArgumentException e) {
            throw invalid(where, String.valueOf(e.getMessage()), e);
        }
    }

    private static PipelineException.Permanent invalid(String where, String message, @Nullable Throwable cause) {
        String text = "measurements " + where + ": " + message;
        return cause == null
                ? new PipelineException.Permanent(ErrorCode.SPEC_INVALID, text)
                : new PipelineException.Permanent(ErrorCode.SPEC_INVALID, text, cause);
    }
}
