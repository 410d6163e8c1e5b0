package io.espalier.npu.engine;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Which weights of a product are not exactly 0: one bit a weight, the bits of a column next to each other.
///
/// The tensor is read once, in memory order; after that, every question about granules of any size is answered with
/// operations on 64 weights at a time.
public final class NonZeros {

    private static final int CHUNK = 1 << 14;

    private final WeightLayout layout;
    private final int words;
    private final long[] bits;
    private long count;

    private NonZeros(WeightLayout layout) {
        this.layout = layout;
        this.words = Math.ceilDiv(layout.rows(), Long.SIZE);
        this.bits = new long[Math.multiplyExact(words, layout.columns())];
    }

    /// @throws IllegalArgumentException if the tensor has not as many elements as the layout
    public static NonZeros of(Tensor weight, WeightLayout layout) {
        if (weight.size() != layout.gemm().weights()) {
            throw new IllegalArgumentException(
                    "a tensor of %d weights is no operand of %s".formatted(weight.size(), layout.gemm()));
        }
        NonZeros result = new NonZeros(layout);
        Reader reader = new Reader(weight);
        switch (layout.order()) {
            case OUTPUTS_FIRST -> result.readColumns(reader);
            case ROWS_FIRST -> result.readRows(reader);
        }
        return result.counted();
    }

    /// All weights taken as different from 0.
    public static NonZeros dense(WeightLayout layout) {
        NonZeros result = new NonZeros(layout);
        Arrays.fill(result.bits, -1);
        int spare = layout.rows() % Long.SIZE;
        if (spare != 0) {
            for (int last = result.words - 1; last < result.bits.length; last += result.words) {
                result.bits[last] = (1L << spare) - 1;
            }
        }
        return result.counted();
    }

    private void readColumns(Reader reader) {
        int channels = layout.channels();
        int rows = layout.rows();
        for (int start = 0; start < bits.length; start += words) {
            for (int channel = 0; channel < channels; channel++) {
                for (int row = channel; row < rows; row += channels) {
                    if (reader.nextIsNonZero()) {
                        bits[start + (row >>> 6)] |= 1L << row;
                    }
                }
            }
        }
    }

    private void readRows(Reader reader) {
        int perRepeat = Math.toIntExact(layout.gemm().n()) * words;
        for (int repeat = 0; repeat < bits.length; repeat += perRepeat) {
            for (int row = 0; row < layout.rows(); row++) {
                for (int start = repeat; start < repeat + perRepeat; start += words) {
                    if (reader.nextIsNonZero()) {
                        bits[start + (row >>> 6)] |= 1L << row;
                    }
                }
            }
        }
    }

    public WeightLayout layout() {
        return layout;
    }

    /// Weights that are not 0.
    public long count() {
        return count;
    }

    private NonZeros counted() {
        for (long word : bits) {
            count += Long.bitCount(word);
        }
        return this;
    }

    /// Fraction of the weights that are 0, in `[0, 1]`.
    public double sparsity() {
        return 1 - (double) count() / layout.gemm().weights();
    }

    /// Whether each group along `K`, begun anew after every `segment` rows, has few enough weights.
    boolean complies(Sparsity.NToM pattern, long segment) {
        int rows = layout.rows();
        for (int column = 0; column < layout.columns(); column++) {
            for (int start = 0; start < rows; start += (int) segment) {
                int end = start + (int) segment;
                for (int from = start; from < end; from += pattern.group()) {
                    if (count(column, from, Math.min(end, from + pattern.group())) > pattern.nonZero()) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /// Rows of `K` with a weight in any of the columns `[from, to)`, as bits.
    long[] union(int from, int to) {
        long[] union = new long[words];
        for (int column = from; column < to; column++) {
            for (int word = 0; word < words; word++) {
                union[word] |= bits[column * words + word];
            }
        }
        return union;
    }

    /// Whether a column has a weight in the rows `[from, to)`.
    boolean any(int column, int from, int to) {
        return any(bits, column * words, from, to);
    }

    /// Weights of a column in the rows `[from, to)`.
    int count(int column, int from, int to) {
        int count = 0;
        for (int row = from; row < to; row++) {
            count += (int) (bits[column * words + (row >>> 6)] >>> row & 1);
        }
        return count;
    }

    /// Whether any of the bits `[from, to)` is set, counted from word `start`.
    static boolean any(long[] bits, int start, int from, int to) {
        int first = from >>> 6;
        int last = (to - 1) >>> 6;
        long head = -1L << from;
        long tail = -1L >>> -to;
        if (first == last) {
            return (bits[start + first] & head & tail) != 0;
        }
        long seen = (bits[start + first] & head) | (bits[start + last] & tail);
        for (int word = first + 1; word < last; word++) {
            seen |= bits[start + word];
        }
        return seen != 0;
    }

    /// The elements of a tensor in their order; both zeros of floating point are zero.
    private static final class Reader {

        private final ByteBuffer raw;
        private final float[] converted;
        private final int[] chunk = new int[CHUNK];
        private int position = CHUNK;
        private int read;

        Reader(Tensor tensor) {
            this.raw = tensor.raw();
            this.converted = tensor.type() == ElementType.FLOAT ? new float[0] : tensor.floats();
        }

        boolean nextIsNonZero() {
            if (position == CHUNK) {
                fill();
            }
            return chunk[position++] << 1 != 0;
        }

        private void fill() {
            if (converted.length > 0) {
                for (int i = 0; i < CHUNK && read + i < converted.length; i++) {
                    chunk[i] = Float.floatToRawIntBits(converted[read + i]);
                }
            } else {
                int left = Math.min(CHUNK, raw.capacity() / Float.BYTES - read);
                raw.slice(read * Float.BYTES, left * Float.BYTES)
                        .order(raw.order())
                        .asIntBuffer()
                        .get(chunk, 0, left);
            }
            read += CHUNK;
            position = 0;
        }
    }
}
