package io.espalier.torchscript;

import io.espalier.onnx.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The files that `make_cases.py` made with PyTorch, and what PyTorch computes with them.
final class Cases {

    static final int[] BATCHES = {1, 3};
    static final long[] ANY_BATCH = {-1, 3, 8, 8};

    private Cases() {}

    static byte[] file(String name) {
        try (InputStream in = Cases.class.getResourceAsStream("/cases/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The input that PyTorch was given: element i is sin(0.7 i + 1).
    static Tensor input(int batch) {
        float[] values = new float[batch * 3 * 8 * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(0.7 * i + 1);
        }
        return Tensor.ofFloats(new long[] {batch, 3, 8, 8}, values);
    }

    /// What PyTorch computed for one batch size: tensors by the names of the outputs.
    static Map<String, Tensor> expected(String module, int batch) {
        List<String> lines = new String(file(module + ".txt"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        int half = lines.size() / BATCHES.length;
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (String line : batch == BATCHES[0] ? lines.subList(0, half) : lines.subList(half, lines.size())) {
            String[] parts = line.split(": ");
            outputs.put(parts[0], Tensor.ofFloats(extents(parts[1]), values(parts[2])));
        }
        return outputs;
    }

    private static long[] extents(String text) {
        return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static float[] values(String text) {
        List<Float> values = new ArrayList<>();
        for (String value : text.split(" ")) {
            values.add(Float.parseFloat(value));
        }
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }
}
