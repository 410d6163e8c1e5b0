package io.espalier.npu.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Arrays that leave work out, moved forward by [SteppedArray] on operands that are really made smaller: rows of `K`
/// are gathered, filters are picked, and the product of what is left is the product of the whole.
record SteppedCompaction(int rows, int columns) {

    /// Weights stationary: for each column fold, granules of rows that are zero there are not in the operands.
    long weightStationary(long[][] left, long[][] right, int granule, long[][] product) {
        long cycles = 0;
        for (int n = 0; n < right[0].length; n += columns) {
            int width = Math.min(columns, right[0].length - n);
            int[] kept = rowsWithWeights(right, n, width, granule);
            if (kept.length > 0) {
                long[][] part = new long[left.length][width];
                cycles += new SteppedArray(rows, columns, false)
                        .weightStationary(gatherColumns(left, kept), gatherRows(right, kept, n, width), part);
                put(product, part, n);
            }
        }
        return cycles;
    }

    /// Outputs stationary: the same rows are not streamed.
    long outputStationary(long[][] left, long[][] right, int granule, long[][] product) {
        long cycles = 0;
        for (int n = 0; n < right[0].length; n += columns) {
            int width = Math.min(columns, right[0].length - n);
            int[] kept = rowsWithWeights(right, n, width, granule);
            if (kept.length > 0) {
                long[][] part = new long[left.length][width];
                cycles += new SteppedArray(rows, columns, false)
                        .outputStationary(gatherColumns(left, kept), gatherRows(right, kept, n, width), part);
                put(product, part, n);
            }
        }
        return cycles;
    }

    /// Inputs stationary: for each row fold, filters without a weight in its rows are not streamed.
    long inputStationary(long[][] left, long[][] right, long[][] product) {
        long cycles = 0;
        for (int k = 0; k < right.length; k += rows) {
            int[] rowsHere = range(k, Math.min(right.length, k + rows));
            int[] kept = columnsWithWeights(right, rowsHere);
            if (kept.length > 0) {
                long[][] part = new long[left.length][kept.length];
                long[][] filters = gatherColumns(gatherRows(right, rowsHere, 0, right[0].length), kept);
                cycles += new SteppedArray(rows, columns, false)
                        .inputStationary(gatherColumns(left, rowsHere), filters, part);
                for (int m = 0; m < part.length; m++) {
                    for (int i = 0; i < kept.length; i++) {
                        product[m][kept[i]] += part[m][i];
                    }
                }
            }
        }
        return cycles;
    }

    private static int[] rowsWithWeights(long[][] right, int n, int width, int granule) {
        List<Integer> kept = new ArrayList<>();
        for (int k = 0; k < right.length; k += granule) {
            int end = Math.min(right.length, k + granule);
            boolean any = false;
            for (int row = k; row < end; row++) {
                any |= Arrays.stream(right[row], n, n + width).anyMatch(w -> w != 0);
            }
            for (int row = k; any && row < end; row++) {
                kept.add(row);
            }
        }
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] columnsWithWeights(long[][] right, int[] rowsHere) {
        return Arrays.stream(range(0, right[0].length))
                .filter(column -> Arrays.stream(rowsHere).anyMatch(row -> right[row][column] != 0))
                .toArray();
    }

    private static int[] range(int from, int to) {
        return java.util.stream.IntStream.range(from, to).toArray();
    }

    private static long[][] gatherColumns(long[][] matrix, int[] kept) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(kept).mapToLong(i -> row[i]).toArray())
                .toArray(long[][]::new);
    }

    private static long[][] gatherRows(long[][] matrix, int[] kept, int column, int width) {
        return Arrays.stream(kept)
                .mapToObj(row -> Arrays.copyOfRange(matrix[row], column, column + width))
                .toArray(long[][]::new);
    }

    private static void put(long[][] product, long[][] part, int column) {
        for (int m = 0; m < part.length; m++) {
            System.arraycopy(part[m], 0, product[m], column, part[m].length);
        }
    }
}
