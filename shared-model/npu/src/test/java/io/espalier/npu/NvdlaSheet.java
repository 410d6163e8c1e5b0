package io.espalier.npu;

import io.espalier.npu.engine.Gemm;
import io.espalier.npu.engine.ProductShape;
import io.espalier.npu.engine.ProductShape.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One of NVIDIA's published performance sheets: a row a layer; totals have other cells and are left out.
///
/// @param name        the layer
/// @param kind        `conv`, `conv + elwise` or `fc`
/// @param shape       of one image
/// @param outputBytes after pooling, channels rounded up to 16
/// @param dramKb      "DRAM Traffic" of the run without a second memory, in units of 1024 bytes
/// @param dramCycles  of that
/// @param macCycles   of the same run
/// @param cycles      "MAX Cycle"
/// @param longPole    `MAC` or `DRAM`
record NvdlaSheet(
        String name,
        String kind,
        ProductShape shape,
        long outputBytes,
        double dramKb,
        double dramCycles,
        double macCycles,
        double cycles,
        String longPole) {

    private static final int CHANNELS = 16;

    /// Positions of a file's columns.
    ///
    /// @param attribute "Layer attribute"
    /// @param traffic   "DRAM Traffic" that the cycles are made of
    /// @param longPole  the last figure
    record Columns(int attribute, int traffic, int longPole) {}

    static List<NvdlaSheet> read(Path file, Columns columns) throws IOException {
        List<NvdlaSheet> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split(",", -1);
            if (cells[columns.attribute].startsWith("conv") || cells[columns.attribute].equals("fc")) {
                rows.add(row(cells, columns));
            }
        }
        return rows;
    }

    /// The part from `attribute` on is the same in both sheets up to the sizes.
    private static NvdlaSheet row(String[] cells, Columns columns) {
        int attribute = columns.attribute;
        int last = columns.longPole;
        long[] size = new long[11];
        for (int i = 0; i < size.length; i++) {
            size[i] = Long.parseLong(cells[attribute + 1 + i]);
        }
        boolean pooled = cells[attribute + 12].equals("1");
        long pixels = pooled
                ? Long.parseLong(cells[attribute + 17]) * Long.parseLong(cells[attribute + 18])
                : size[9] * size[10];
        long outputs = Math.ceilDiv(size[3], CHANNELS) * (long) CHANNELS;
        return new NvdlaSheet(
                cells[attribute - 1],
                cells[attribute],
                shape(size),
                pixels * outputs,
                Double.parseDouble(cells[columns.traffic]),
                Double.parseDouble(cells[last - 3]),
                Double.parseDouble(cells[last - 2]),
                Double.parseDouble(cells[last - 1]),
                cells[last]);
    }

    /// `C, H, W, K, R, S, Z, sh, sw, …`: the sheet's outputs are `ceil(H / stride)` where padded, else
    /// `ceil((H - R + 1) / stride)`.
    private static ProductShape shape(long[] size) {
        boolean padded = size[6] > 0;
        long down = padded ? size[1] : size[1] - size[4] + 1;
        long across = padded ? size[2] : size[2] - size[5] + 1;
        Extent output = new Extent(Math.ceilDiv(down, size[7]), Math.ceilDiv(across, size[8]));
        return new ProductShape(
                Gemm.once(output.area(), size[3], size[4] * size[5] * size[0]),
                1,
                new Extent(size[1], size[2]),
                output,
                new Extent(size[4], size[5]),
                new Extent(size[7], size[8]));
    }
}
