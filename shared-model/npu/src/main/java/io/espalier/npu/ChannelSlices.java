package io.espalier.npu;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Slices of a tensor along one axis: which hold only zeros, and what is left without some of them.
final class ChannelSlices {

    private ChannelSlices() {}

    /// For each index along `axis`, whether all elements there are 0.
    static boolean[] zeroSlices(Tensor tensor, int axis) {
        long[] shape = tensor.shape();
        int extent = (int) shape[axis];
        int inner = inner(shape, axis);
        boolean[] zero = new boolean[extent];
        Arrays.fill(zero, true);
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                zero[i / inner % extent] = false;
            }
        }
        return zero;
    }

    /// @param drop indices along `axis` that are left out
    static Tensor without(Tensor tensor, int axis, boolean[] drop) {
        long[] shape = tensor.shape();
        int extent = (int) shape[axis];
        int kept = kept(drop);
        int slice = inner(shape, axis) * tensor.type().bytes();
        ByteBuffer raw = tensor.raw();
        byte[] result = new byte[tensor.size() / extent * kept * tensor.type().bytes()];
        int to = 0;
        for (int from = 0; from < raw.capacity(); from += slice) {
            if (!drop[from / slice % extent]) {
                raw.get(from, result, to, slice);
                to += slice;
            }
        }
        shape[axis] = kept;
        ElementType type = tensor.type();
        return Tensor.ofRaw(type, shape, result);
    }

    static int kept(boolean[] drop) {
        int kept = 0;
        for (boolean gone : drop) {
            kept += gone ? 0 : 1;
        }
        return kept;
    }

    static boolean any(boolean[] channels) {
        for (boolean channel : channels) {
            if (channel) {
                return true;
            }
        }
        return false;
    }

    static boolean[] and(boolean[] left, boolean[] right) {
        boolean[] both = new boolean[left.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = left[i] && right[i];
        }
        return both;
    }

    /// Each channel as often as it has pixels.
    static boolean[] spread(boolean[] channels, int size) {
        boolean[] all = new boolean[size];
        for (int i = 0; i < size && channels.length > 0; i++) {
            all[i] = channels[i / Math.max(1, size / channels.length)];
        }
        return all;
    }

    private static int inner(long[] shape, int axis) {
        return (int) Arrays.stream(shape, axis + 1, shape.length).reduce(1, Math::multiplyExact);
    }
}
