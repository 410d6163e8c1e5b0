package io.espalier.torchscript.pickle;

import io.espalier.onnx.Invalid;
import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.Value;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/// Reads the subset of pickle protocol 2 that TorchScript writes. A pickle is a program; of its instructions only
/// those that build values are known here, and the only names that may be called are those of [PickledNames],
/// none of which runs anything.
///
/// Source: Python's `pickletools`, protocol 2; what is written: `torch/csrc/jit/serialization/pickler.cpp`.
public final class Unpickler {

    private final String label;
    private final ByteBuffer in;
    private final PickledNames names;
    private final Deque<Value> stack = new ArrayDeque<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, Value> memo = new HashMap<>();

    private Unpickler(String label, byte[] pickle, StorageSource storages) {
        this.label = label;
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
        this.names = new PickledNames(label, storages);
    }

    /// The value that a pickle holds.
    ///
    /// @param label how messages name the pickle: its entry in the file
    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_INVALID if it names a function or class
    ///     that no TorchScript file needs, holds an instruction that TorchScript does not write, or is damaged
    public static Value read(String label, byte[] pickle, StorageSource storages) {
        try {
            return new Unpickler(label, pickle, storages).run();
        } catch (BufferUnderflowException
                | NoSuchElementException
                | ClassCastException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            throw Invalid.model(label + " is damaged: " + e);
        }
    }

    private Value run() {
        for (int opcode = next(); opcode != '.'; opcode = next()) {
            if (!constant(opcode) && !number(opcode) && !collection(opcode) && !memory(opcode) && !object(opcode)) {
                throw Invalid.model(label + " holds the pickle instruction 0x" + Integer.toHexString(opcode)
                        + ", which TorchScript does not write; the file is refused");
            }
        }
        return stack.pop();
    }

    private boolean constant(int opcode) {
        switch (opcode) {
            case 0x80 -> next();
            case 'N' -> stack.push(new Scalar.None());
            case 0x88 -> stack.push(new Scalar.Bool(true));
            case 0x89 -> stack.push(new Scalar.Bool(false));
            case 'X' -> stack.push(new Scalar.Text(text(in.getInt())));
            case 'U' -> stack.push(new Scalar.Text(text(next())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean number(int opcode) {
        switch (opcode) {
            case 'K' -> stack.push(new Scalar.Int(next()));
            case 'M' -> stack.push(new Scalar.Int(in.getShort() & 0xFFFF));
            case 'J' -> stack.push(new Scalar.Int(in.getInt()));
            case 0x8a -> stack.push(new Scalar.Int(longOf(next())));
            case 'G' -> stack.push(new Scalar.Real(Double.longBitsToDouble(Long.reverseBytes(in.getLong()))));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean collection(int opcode) {
        switch (opcode) {
            case '(' -> marks.push(stack.size());
            case ')' -> stack.push(tuple(List.of()));
            case 't' -> stack.push(tuple(sinceMark()));
            case 0x85 -> stack.push(tuple(last(1)));
            case 0x86 -> stack.push(tuple(last(2)));
            case 0x87 -> stack.push(tuple(last(3)));
            case ']' -> stack.push(new Value.Sequence(new ArrayList<>(), false));
            case '}' -> stack.push(new Value.Dictionary(new LinkedHashMap<>()));
            case 'a' -> append(last(1));
            case 'e' -> append(sinceMark());
            case 's' -> put(last(2));
            case 'u' -> put(sinceMark());
            case '0' -> stack.pop();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int opcode) {
        switch (opcode) {
            case 'q' -> memo.put(next(), top());
            case 'r' -> memo.put(in.getInt(), top());
            case 'h' -> stack.push(recall(next()));
            case 'j' -> stack.push(recall(in.getInt()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int opcode) {
        switch (opcode) {
            case 'c' -> stack.push(names.reference(line(), line()));
            case 'Q' -> stack.push(names.storage((Value.Sequence) stack.pop()));
            case 'R' -> {
                List<Value> operands = last(2);
                stack.push(names.call((Value.Reference) operands.get(0), (Value.Sequence) operands.get(1)));
            }
            case 0x81 -> {
                List<Value> operands = last(2);
                stack.push(names.create((Value.Reference) operands.get(0), (Value.Sequence) operands.get(1)));
            }
            case 'b' -> {
                Value state = stack.pop();
                names.fill(top(), state);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private Value top() {
        return stack.getFirst();
    }

    private Value recall(int key) {
        Value value = memo.get(key);
        if (value == null) {
            throw Invalid.model(label + " is damaged: it recalls a value that it did not keep");
        }
        return value;
    }

    private void append(List<Value> values) {
        ((Value.Sequence) top()).items().addAll(values);
    }

    private void put(List<Value> keysAndValues) {
        Map<Value, Value> entries = ((Value.Dictionary) top()).entries();
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            entries.put((Scalar) keysAndValues.get(i), keysAndValues.get(i + 1));
        }
    }

    private List<Value> sinceMark() {
        return last(stack.size() - marks.pop());
    }

    private List<Value> last(int count) {
        Value[] values = new Value[count];
        for (int i = count - 1; i >= 0; i--) {
            values[i] = stack.pop();
        }
        return List.of(values);
    }

    private static Value tuple(List<Value> items) {
        return new Value.Sequence(items, true);
    }

    private int next() {
        return in.get() & 0xFF;
    }

    private String text(int length) {
        byte[] bytes = new byte[Math.min(length, in.remaining() + 1)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// A two's complement number of up to 8 bytes, least significant first.
    private long longOf(int length) {
        if (length > Long.BYTES) {
            throw Invalid.model(label + " holds an integer of " + length + " bytes; at most 8 are allowed");
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (long) next() << (8 * i);
        }
        int unused = Long.SIZE - 8 * length;
        return length == 0 ? 0 : value << unused >> unused;
    }

    private String line() {
        int start = in.position();
        while (in.get() != '\n') {
            // reads on to the end of the line
        }
        return new String(in.array(), start, in.position() - 1 - start, StandardCharsets.UTF_8);
    }
}
