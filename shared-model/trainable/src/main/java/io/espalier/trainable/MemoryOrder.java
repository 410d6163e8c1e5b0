package io.espalier.trainable;

/// How values lie in memory: those of rank 4, `(o, i, h, w)`, as `(o, h, w, i)`, all others row-major.
///
/// libtorch calls it channels last. A convolution whose weight lies as its images do copies neither before it
/// computes, nor the weight's gradient after.
final class MemoryOrder {

    private static final int PERMUTED_RANK = 4;

    private MemoryOrder() {}

    static boolean isPermuted(long[] shape) {
        return shape.length == PERMUTED_RANK;
    }

    /// The extents in the order in which they lie in memory.
    static long[] extents(long[] shape) {
        return isPermuted(shape) ? new long[] {shape[0], shape[2], shape[3], shape[1]} : shape;
    }

    /// @param rowMajor values of this shape
    static float[] stored(long[] shape, float[] rowMajor) {
        return isPermuted(shape) ? transposed(rowMajor, (int) shape[1], (int) (shape[2] * shape[3])) : rowMajor;
    }

    /// @param stored values of this shape, in the order in which they lie in memory
    static float[] rowMajor(long[] shape, float[] stored) {
        return isPermuted(shape) ? transposed(stored, (int) (shape[2] * shape[3]), (int) shape[1]) : stored;
    }

    /// Every `rows × columns` matrix of a sequence transposed.
    private static float[] transposed(float[] values, int rows, int columns) {
        if (rows == 1 || columns == 1) {
            return values;
        }
        float[] result = new float[values.length];
        for (int from = 0; from < values.length; from += rows * columns) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    result[from + column * rows + row] = values[from + row * columns + column];
                }
            }
        }
        return result;
    }
}
