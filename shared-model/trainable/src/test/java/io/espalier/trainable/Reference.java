package io.espalier.trainable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.StreamSupport;

/// Values and gradients that PyTorch and torchvision computed in float64, made by `reference/losses.py`.
public final class Reference {

    private Reference() {}

    public static JsonNode of(String name) {
        try (InputStream in = Objects.requireNonNull(Reference.class.getResourceAsStream("/reference/losses.json"))) {
            return new ObjectMapper().readTree(in).required(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    public static float[] floats(JsonNode array) {
        double[] values = doubles(array);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    public static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }
}
