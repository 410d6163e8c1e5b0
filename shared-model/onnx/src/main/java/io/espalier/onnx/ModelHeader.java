package io.espalier.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a model file says about itself, kept from reading to writing.
///
/// @param irVersion    version of the file format, >= 3
/// @param opsets       operator-set version by domain; the ONNX operators' own domain is `""`
/// @param modelVersion the exporter's own count, 0 if none
/// @param docString    of the model, `""` if none
/// @param graphDoc     of the graph, `""` if none
/// @param metadata     `metadata_props` of the model, in file order
public record ModelHeader(
        long irVersion,
        Map<String, Integer> opsets,
        String producerName,
        String producerVersion,
        String domain,
        long modelVersion,
        String docString,
        String graphDoc,
        Map<String, String> metadata) {

    /// The operator sets whose semantics are implemented; ONNX Runtime 1.29 runs them all.
    public static final int OLDEST_OPSET = 9;

    public static final int NEWEST_OPSET = 22;

    public ModelHeader {
        opsets = Collections.unmodifiableMap(new LinkedHashMap<>(opsets));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        if (!opsets.containsKey("")) {
            throw new IllegalArgumentException("opsets must hold the domain '', were " + opsets);
        }
    }

    /// A header for a graph made here rather than read: IR version 8, this opset, nothing else said.
    public static ModelHeader of(int opset) {
        return new ModelHeader(8, Map.of("", opset), "espalier", "", "", 0, "", "", Map.of());
    }

    /// Version of the ONNX operators' own domain.
    public int opset() {
        return opsets.getOrDefault("", 0);
    }
}
