package io.espalier.npu.scalesim;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.npu.engine.Gemm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// Reads SCALE-Sim's topology files: one header line, then a row a layer, each of which ends with a comma.
///
/// Convolutions have IFMAP height and width, filter height and width, channels, filters and one stride; the output is
/// `ceil((H - kh + s) / s)` pixels high, rounded up where ONNX rounds down, and there is no padding. A layer whose name
/// contains `DP` is one product for each channel. Products have `M`, `N` and `K`. A last column may be `N:M` sparsity.
///
/// Source: SCALE-Sim v3.0.0, `topology_utils.py`.
public final class ScaleSimTopology {

    private static final int CONVOLUTION = 8;
    private static final int PRODUCT = 4;

    private ScaleSimTopology() {}

    /// @throws PipelineException.Permanent `SPEC_INVALID`, with the line that is wrong and what was expected
    public static List<ScaleSimLayer> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.SPEC_INVALID, "the topology %s cannot be read: %s".formatted(file, e), e);
        }
        List<ScaleSimLayer> layers = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                layers.addAll(layers(lines.get(i), file + ":" + (i + 1)));
            }
        }
        if (layers.isEmpty()) {
            throw refused(file.toString(), "has no layer; the first line is a header");
        }
        return layers;
    }

    private static List<ScaleSimLayer> layers(String line, String where) {
        if (!line.strip().endsWith(",")) {
            throw refused(where, "a row must end with a comma: SCALE-Sim drops what stands behind the last one");
        }
        String[] cells = Arrays.stream(line.substring(0, line.lastIndexOf(',')).split(",", -1))
                .map(String::strip)
                .toArray(String[]::new);
        int[] sparsity =
                cells[cells.length - 1].contains(":") ? sparsity(cells[cells.length - 1], where) : new int[] {1, 1};
        int columns = cells[cells.length - 1].contains(":") ? cells.length - 1 : cells.length;
        try {
            return switch (columns) {
                case PRODUCT -> List.of(product(cells, sparsity, where));
                case CONVOLUTION -> convolution(cells, sparsity, where);
                default ->
                    throw refused(
                            where,
                            "a layer has a name with 7 numbers (convolution) or 3 (M, N, K), and may have"
                                    + " N:M; this one has " + (columns - 1));
            };
        } catch (IllegalArgumentException e) {
            throw refused(where, String.valueOf(e.getMessage()));
        }
    }

    private static ScaleSimLayer product(String[] cells, int[] sparsity, String where) {
        long[] sizes = numbers(cells, PRODUCT, where);
        return new ScaleSimLayer(cells[0], Gemm.once(sizes[0], sizes[1], sizes[2]), sparsity[0], sparsity[1]);
    }

    private static List<ScaleSimLayer> convolution(String[] cells, int[] sparsity, String where) {
        long[] sizes = numbers(cells, CONVOLUTION, where);
        long pixels = outputs(sizes[0], sizes[2], sizes[6]) * outputs(sizes[1], sizes[3], sizes[6]);
        long taps = sizes[2] * sizes[3];
        if (!cells[0].contains("DP")) {
            Gemm gemm = Gemm.once(pixels, sizes[5], taps * sizes[4]);
            return List.of(new ScaleSimLayer(cells[0], gemm, sparsity[0], sparsity[1]));
        }
        Gemm channel = Gemm.once(pixels, sizes[5], taps);
        return LongStream.range(0, sizes[4])
                .mapToObj(i -> new ScaleSimLayer(cells[0] + "Channel_" + i, channel, sparsity[0], sparsity[1]))
                .toList();
    }

    private static long outputs(long extent, long kernel, long stride) {
        return Math.ceilDiv(extent - kernel + stride, stride);
    }

    private static long[] numbers(String[] cells, int columns, String where) {
        long[] numbers = new long[columns - 1];
        for (int i = 1; i < columns; i++) {
            if (!cells[i].matches("[1-9][0-9]{0,9}")) {
                throw refused(where, "column %d must be a whole number above 0, was '%s'".formatted(i + 1, cells[i]));
            }
            numbers[i - 1] = Long.parseLong(cells[i]);
        }
        return numbers;
    }

    private static int[] sparsity(String cell, String where) {
        if (!cell.matches("[1-9][0-9]{0,4}:[1-9][0-9]{0,4}")) {
            throw refused(where, "sparsity must be N:M, was '%s'".formatted(cell));
        }
        return Arrays.stream(cell.split(":", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private static PipelineException.Permanent refused(String where, String message) {
        return new PipelineException.Permanent(ErrorCode.SPEC_INVALID, "topology " + where + ": " + message);
    }
}
