package io.espalier.npu;

import io.espalier.npu.engine.Gemm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads SCALE-Sim's topology files: one header line, then a row a layer, each of which ends with a comma.
///
/// The output is `ceil((H - kh + s) / s)` pixels high, rounded up where ONNX rounds down, and there is no padding.
final class ScaleSimTopology {

    /// @param gemm    one row of SCALE-Sim's report; a depthwise layer is as many such rows as it has channels
    /// @param nonZero of every `group` rows of `K`, how many hold weights
    record Layer(String name, Gemm gemm, int nonZero, int group) {

        /// With `N:M` sparsity the array holds `ceil(K / M) · N` rows.
        Gemm compacted() {
            return Gemm.once(gemm.m(), gemm.n(), Math.ceilDiv(gemm.k(), group) * nonZero);
        }
    }

    private ScaleSimTopology() {}

    static List<Layer> convolutions(Path file) throws IOException {
        List<Layer> layers = new ArrayList<>();
        for (String[] row : rows(file)) {
            layers.addAll(convolution(row));
        }
        return layers;
    }

    static List<Layer> products(Path file) throws IOException {
        return rows(file).stream()
                .map(row -> new Layer(row[0], Gemm.once(number(row, 1), number(row, 2), number(row, 3)), 1, 1))
                .toList();
    }

    private static List<Layer> convolution(String[] row) {
        long taps = number(row, 3) * number(row, 4);
        long channels = number(row, 5);
        long stride = number(row, 7);
        long pixels = outputs(number(row, 1), number(row, 3), stride) * outputs(number(row, 2), number(row, 4), stride);
        String[] sparsity = row.length > 8 ? row[8].split(":", 2) : new String[] {"1", "1"};
        int nonZero = Integer.parseInt(sparsity[0]);
        int group = Integer.parseInt(sparsity[1]);
        if (!row[0].contains("DP")) {
            return List.of(new Layer(row[0], Gemm.once(pixels, number(row, 6), taps * channels), nonZero, group));
        }
        List<Layer> depthwise = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            depthwise.add(
                    new Layer(row[0] + "Channel_" + channel, Gemm.once(pixels, number(row, 6), taps), nonZero, group));
        }
        return depthwise;
    }

    private static long outputs(long extent, long kernel, long stride) {
        return Math.ceilDiv(extent - kernel + stride, stride);
    }

    private static long number(String[] row, int column) {
        return Long.parseLong(row[column]);
    }

    private static List<String[]> rows(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> Arrays.stream(
                                line.substring(0, line.lastIndexOf(',')).split(",", -1))
                        .map(String::strip)
                        .toArray(String[]::new))
                .toList();
    }
}
