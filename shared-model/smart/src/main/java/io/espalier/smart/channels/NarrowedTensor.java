package io.espalier.smart.channels;

import io.espalier.onnx.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/// A constant without some of its channels.
final class NarrowedTensor {

    private NarrowedTensor() {}

    /// @param axis    along which the channels lie
    /// @param groups  of each position, shape `(extent)`; -1 = stays
    /// @param removed shape `(groups)`
    static Tensor of(Tensor tensor, int axis, int[] groups, boolean[] removed) {
        int[] kept = kept(groups, removed);
        if (kept.length == groups.length) {
            return tensor;
        }
        long[] shape = tensor.shape();
        ByteBuffer from = tensor.raw();
        int run = from.remaining() / Math.max(1, product(shape, 0, axis + 1));
        int outer = product(shape, 0, axis);
        byte[] raw = new byte[outer * kept.length * run];
        for (int block = 0; block < outer; block++) {
            for (int i = 0; i < kept.length; i++) {
                from.get((block * groups.length + kept[i]) * run, raw, (block * kept.length + i) * run, run);
            }
        }
        shape[axis] = kept.length;
        return Tensor.ofRaw(tensor.type(), shape, raw);
    }

    /// Positions that stay, ascending.
    static int[] kept(int[] groups, boolean[] removed) {
        return IntStream.range(0, groups.length)
                .filter(i -> groups[i] < 0 || !removed[groups[i]])
                .toArray();
    }

    static int product(long[] shape, int from, int to) {
        return Math.toIntExact(Arrays.stream(shape, from, to).reduce(1, Math::multiplyExact));
    }
}
