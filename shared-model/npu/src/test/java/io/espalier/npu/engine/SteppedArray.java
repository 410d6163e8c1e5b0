package io.espalier.npu.engine;

import java.util.Arrays;

/// An array of processing elements moved forward clock cycle by clock cycle: registers, skewed operands, drained
/// results. It knows no formula, and computes the product besides, so that a count that left work out would show.
///
/// Each method adds `left · right` to `product` `(M, N)` and returns the busy clock cycles, from the first weight that
/// enters to the last result.
///
/// @param rows    R
/// @param columns C
/// @param skip    whether folds whose stationary tile holds only zeros are left out
record SteppedArray(int rows, int columns, boolean skip) {

    /// `left · right` with `right` held in the elements: rows of the array over `K`, columns over `N`.
    long weightStationary(long[][] left, long[][] right, long[][] product) {
        long cycles = 0;
        for (int n = 0; n < right[0].length; n += columns) {
            for (int k = 0; k < right.length; k += rows) {
                long[][] held = cut(right, k, n, rows, columns);
                if (skip && Arrays.stream(held).flatMapToLong(Arrays::stream).allMatch(w -> w == 0)) {
                    continue;
                }
                cycles += holdFold(held, cut(left, 0, k, left.length, rows), product, n);
            }
        }
        return cycles;
    }

    /// The same machine with the operands' roles exchanged: `rightᵀ · leftᵀ` with the activations held.
    long inputStationary(long[][] left, long[][] right, long[][] product) {
        long[][] turned = transposed(product);
        long cycles = weightStationary(transposed(right), transposed(left), turned);
        for (int m = 0; m < product.length; m++) {
            product[m] = transposed(turned)[m];
        }
        return cycles;
    }

    /// Rows of the array over `M`, columns over `N`; each element keeps its own sum.
    long outputStationary(long[][] left, long[][] right, long[][] product) {
        long cycles = 0;
        for (int n = 0; n < right[0].length; n += columns) {
            for (int m = 0; m < left.length; m += rows) {
                cycles += sumFold(
                        cut(left, m, 0, rows, right.length), cut(right, 0, n, right.length, columns), product, m, n);
            }
        }
        return cycles;
    }

    /// Loads `held` row by row, then streams `moving` `(T, R)` through from the left, one row an element later than
    /// the row above it, while sums move down and leave below the last row.
    private long holdFold(long[][] held, long[][] moving, long[][] product, int firstColumn) {
        long cycle = rows; // one row of weights enters in each
        long[][] passing = new long[rows][columns];
        long[][] sums = new long[rows][columns];
        int[] left = new int[columns];
        int steps = moving.length;
        for (int t = 0; !allLeft(left, steps); t++, cycle++) {
            for (int r = rows - 1; r >= 0; r--) {
                for (int c = columns - 1; c >= 0; c--) {
                    long entering = t - r >= 0 && t - r < steps ? moving[t - r][r] : 0;
                    passing[r][c] = c == 0 ? entering : passing[r][c - 1];
                    sums[r][c] = (r == 0 ? 0 : sums[r - 1][c]) + passing[r][c] * held[r][c];
                }
            }
            for (int c = 0; c < columns; c++) {
                if (t >= rows - 1 + c && left[c] < steps) {
                    if (firstColumn + c < product[0].length) {
                        product[left[c]][firstColumn + c] += sums[rows - 1][c];
                    }
                    left[c]++;
                }
            }
        }
        return cycle;
    }

    private static boolean allLeft(int[] left, int steps) {
        return Arrays.stream(left).allMatch(count -> count == steps);
    }

    /// Streams `fromLeft` `(R, T)` and `fromTop` `(T, C)` until the last element has had its last pair.
    private long sumFold(long[][] fromLeft, long[][] fromTop, long[][] product, int firstRow, int firstColumn) {
        int steps = fromTop.length;
        long[][] sums = new long[rows][columns];
        long pairs = (long) rows * columns * steps;
        long cycle = 0;
        for (; pairs > 0; cycle++) {
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    int step = (int) cycle - r - c;
                    if (step >= 0 && step < steps) {
                        sums[r][c] += fromLeft[r][step] * fromTop[step][c];
                        pairs--;
                    }
                }
            }
        }
        for (int r = 0; r < Math.min(rows, product.length - firstRow); r++) {
            for (int c = 0; c < Math.min(columns, product[0].length - firstColumn); c++) {
                product[firstRow + r][firstColumn + c] = sums[r][c];
            }
        }
        return cycle;
    }

    /// A window, filled up with zeros beyond the matrix: the array is always used whole.
    private static long[][] cut(long[][] matrix, int row, int column, int height, int width) {
        long[][] window = new long[height][width];
        for (int r = 0; r < Math.min(height, matrix.length - row); r++) {
            System.arraycopy(matrix[row + r], column, window[r], 0, Math.min(width, matrix[0].length - column));
        }
        return window;
    }

    static long[][] transposed(long[][] matrix) {
        long[][] result = new long[matrix[0].length][matrix.length];
        for (int r = 0; r < matrix.length; r++) {
            for (int c = 0; c < matrix[0].length; c++) {
                result[c][r] = matrix[r][c];
            }
        }
        return result;
    }
}
