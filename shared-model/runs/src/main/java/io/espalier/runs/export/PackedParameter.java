package io.espalier.runs.export;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A parameter without its removed blocks.
///
/// `blocks` holds the elements of stored blocks, block after block in ascending order, each block's elements in the
/// row-major order of the parameter. A block at an edge has as many elements as it really has: nothing is padded.
///
/// @param form   how the parameter is cut
/// @param blocks elements, one axis
/// @param index  numbers of the stored blocks, ascending, int32; null if there is but one
/// @param bitmap one bit an element of the stored blocks, least significant bit first; null if all stand in `blocks`
record PackedParameter(
        PackedForm form,
        Tensor blocks,
        @Nullable Tensor index,
        @Nullable Tensor bitmap) {

    /// Leaves out the blocks whose every bit is 0.
    ///
    /// @param kept blocks that are stored whatever they hold
    static PackedParameter of(Tensor dense, PackedForm form, IntPredicate kept) {
        int width = dense.type().bytes();
        ByteBuffer raw = dense.raw();
        int[] numbers = form.numbers();
        BitSet stored = new BitSet();
        for (int element = 0; element < numbers.length; element++) {
            if (isSet(raw, element, width) || kept.test(numbers[element])) {
                stored.set(numbers[element]);
            }
        }
        int[] elements = inBlockOrder(numbers, stored);
        int[] standing = form.bitmap()
                ? IntStream.of(elements)
                        .filter(element -> isSet(raw, element, width))
                        .toArray()
                : elements;
        byte[] packed = new byte[standing.length * width];
        for (int i = 0; i < standing.length; i++) {
            raw.get(standing[i] * width, packed, i * width, width);
        }
        boolean one = form.layout() == PackedForm.Layout.WHOLE;
        return new PackedParameter(
                form,
                Tensor.ofRaw(dense.type(), new long[] {standing.length}, packed),
                one ? null : ints(stored.stream().toArray()),
                form.bitmap() ? bitmap(elements, raw, width) : null);
    }

    /// Elements of the stored blocks, block after block.
    private static int[] inBlockOrder(int[] numbers, BitSet stored) {
        int[] begins = new int[stored.length() + 1];
        for (int number : numbers) {
            if (stored.get(number)) {
                begins[number + 1]++;
            }
        }
        Arrays.parallelPrefix(begins, Integer::sum);
        int[] ordered = new int[begins[begins.length - 1]];
        for (int element = 0; element < numbers.length; element++) {
            if (stored.get(numbers[element])) {
                ordered[begins[numbers[element]]++] = element;
            }
        }
        return ordered;
    }

    private static boolean isSet(ByteBuffer raw, int element, int width) {
        for (int b = element * width; b < (element + 1) * width; b++) {
            if (raw.get(b) != 0) {
                return true;
            }
        }
        return false;
    }

    private static Tensor bitmap(int[] elements, ByteBuffer raw, int width) {
        byte[] bits = new byte[Math.ceilDiv(elements.length, Byte.SIZE)];
        for (int i = 0; i < elements.length; i++) {
            if (isSet(raw, elements[i], width)) {
                bits[i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);
            }
        }
        return Tensor.ofRaw(ElementType.UINT8, new long[] {bits.length}, bits);
    }

    private static Tensor ints(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return Tensor.ofRaw(ElementType.INT32, new long[] {values.length}, bytes.array());
    }

    /// The parameter again, bit for bit.
    Tensor dense() {
        int[] numbers = form.numbers();
        BitSet stored = new BitSet();
        if (index == null) {
            stored.set(0);
        } else {
            for (long block : index.longs()) {
                stored.set(Math.toIntExact(block));
            }
        }
        int width = blocks.type().bytes();
        byte[] raw = new byte[numbers.length * width];
        int next = 0;
        int position = 0;
        for (int element : inBlockOrder(numbers, stored)) {
            if (stands(position++)) {
                blocks.raw().get(next++ * width, raw, element * width, width);
            }
        }
        return Tensor.ofRaw(
                blocks.type(), form.shape().stream().mapToLong(Long::longValue).toArray(), raw);
    }

    private boolean stands(int position) {
        return bitmap == null || (bitmap.raw().get(position / Byte.SIZE) >> position % Byte.SIZE & 1) == 1;
    }

    /// As a file holds it: `NAME.blocks`, `NAME.index`, `NAME.bitmap`.
    Map<String, Tensor> tensors(String name) {
        Map<String, Tensor> tensors = new TreeMap<>();
        tensors.put(name + ".blocks", blocks);
        if (index != null) {
            tensors.put(name + ".index", index);
        }
        if (bitmap != null) {
            tensors.put(name + ".bitmap", bitmap);
        }
        return tensors;
    }
}
