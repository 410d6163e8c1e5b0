package io.espalier.runs.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A safetensors file: named tensors and a map of strings.
///
/// The bytes: length of the header as an unsigned 64-bit integer, a JSON header padded with blanks to a multiple of 8,
/// the elements of all tensors without a gap; everything little-endian, row-major. Tensors with larger elements come
/// first, so that each begins at a multiple of its element's size.
///
/// Source: the format's description, safetensors 0.4, "Format".
///
/// @param metadata strings by name
/// @param tensors  by name
record Safetensors(SequencedMap<String, String> metadata, Map<String, Tensor> tensors) {

    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;

    Safetensors {
        metadata = Collections.unmodifiableSequencedMap(metadata);
        tensors = Map.copyOf(tensors);
    }

    byte[] bytes() {
        List<String> names = new ArrayList<>(tensors.keySet());
        names.sort(Comparator.comparingInt((String name) -> -tensor(name).type().bytes())
                .thenComparing(Comparator.naturalOrder()));
        byte[] header = header(names);
        int padding = Math.floorMod(-header.length, ALIGNMENT);
        int size =
                names.stream().mapToInt(name -> tensor(name).raw().capacity()).reduce(0, Math::addExact);
        ByteBuffer file = ByteBuffer.allocate(Math.addExact(size, Long.BYTES + header.length + padding))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length + padding)
                .put(header)
                .put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        names.forEach(name -> file.put(tensor(name).raw()));
        return file.array();
    }

    private Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("there is no tensor '" + name + "'");
        }
        return tensor;
    }

    private byte[] header(List<String> names) {
        ObjectNode header = Json.MAPPER.createObjectNode();
        ObjectNode texts = header.putObject(METADATA);
        metadata.forEach(texts::put);
        long begin = 0;
        for (String name : names) {
            Tensor tensor = tensor(name);
            long end = begin + tensor.raw().capacity();
            ObjectNode entry = header.putObject(name).put("dtype", code(tensor.type()));
            entry.putPOJO("shape", tensor.shape());
            entry.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        return Json.write(header);
    }

    /// @throws PipelineException.Permanent `EVENT_UNREADABLE` if the bytes are not such a file
    static Safetensors read(byte[] file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            int begin = Math.addExact(Long.BYTES, Math.toIntExact(bytes.getLong()));
            byte[] header = new byte[begin - Long.BYTES];
            bytes.get(header);
            SequencedMap<String, String> metadata = new LinkedHashMap<>();
            Map<String, Tensor> tensors = new TreeMap<>();
            Json.read(header, ObjectNode.class).properties().forEach(entry -> {
                if (entry.getKey().equals(METADATA)) {
                    entry.getValue()
                            .properties()
                            .forEach(text ->
                                    metadata.put(text.getKey(), text.getValue().asText()));
                } else {
                    tensors.put(entry.getKey(), tensor(entry.getValue(), bytes, begin));
                }
            });
            return new Safetensors(metadata, tensors);
        } catch (RuntimeException e) { // Foreign bytes have many ways to be none.
            throw new PipelineException.Permanent(
                    ErrorCode.EVENT_UNREADABLE, "not a safetensors file: " + e.getMessage(), e);
        }
    }

    private static Tensor tensor(JsonNode entry, ByteBuffer file, int begin) {
        int from = entry.get("data_offsets").get(0).asInt();
        byte[] raw = new byte[entry.get("data_offsets").get(1).asInt() - from];
        file.get(begin + from, raw);
        long[] shape = new long[entry.get("shape").size()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = entry.get("shape").get(axis).asLong();
        }
        return Tensor.ofRaw(type(entry.get("dtype").asText()), shape, raw);
    }

    private static ElementType type(String code) {
        for (ElementType type : ElementType.values()) {
            if (code(type).equals(code)) {
                return type;
            }
        }
        throw new IllegalArgumentException("element type " + code);
    }

    private static String code(ElementType type) {
        return switch (type) {
            case FLOAT -> "F32";
            case UINT8 -> "U8";
            case INT8 -> "I8";
            case UINT16 -> "U16";
            case INT16 -> "I16";
            case INT32 -> "I32";
            case INT64 -> "I64";
            case BOOL -> "BOOL";
            case FLOAT16 -> "F16";
            case DOUBLE -> "F64";
            case UINT32 -> "U32";
            case UINT64 -> "U64";
            case BFLOAT16 -> "BF16";
        };
    }
}
