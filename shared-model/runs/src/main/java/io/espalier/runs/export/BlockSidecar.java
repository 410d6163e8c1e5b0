package io.espalier.runs.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneSpec;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.BlockLayout;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A model's parameters with the removed blocks left out, as a safetensors file; the form is in `docs/formats.md`.
public final class BlockSidecar {

    private static final String FORMAT = "espalier-blocks";
    private static final String VERSION = "1";

    private BlockSidecar() {}

    /// @param model bytes of a pruned ONNX file in training form, as a run writes it
    /// @param spec  that it was pruned by
    public static byte[] of(byte[] model, PruneSpec spec) {
        Graph file = OnnxFile.read(model);
        BlockLayout layout = BlockLayout.of(TrainingForm.of(file), spec);
        Map<String, PackedParameter> packed = new PackedParameters(file, layout).byName();
        Map<String, Tensor> tensors = new TreeMap<>(file.initializers());
        Map<String, PackedForm> forms = new TreeMap<>();
        packed.forEach((name, parameter) -> {
            tensors.remove(name);
            tensors.putAll(parameter.tensors(name));
            forms.put(name, parameter.form());
        });
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", FORMAT);
        metadata.put("version", VERSION);
        metadata.put("pattern", spec.pattern().label());
        metadata.put("layers", new String(Json.write(forms), StandardCharsets.UTF_8));
        return new Safetensors(metadata, tensors).bytes();
    }

    /// Every parameter of the model, dense again, bit for bit.
    ///
    /// @throws PipelineException.Permanent `EVENT_UNREADABLE` if the file is not a sidecar of this version
    public static SequencedMap<String, Tensor> read(byte[] sidecar) {
        Safetensors file = Safetensors.read(sidecar);
        requireVersion(file.metadata());
        Map<String, Tensor> stored = new TreeMap<>(file.tensors());
        TreeMap<String, Tensor> dense = new TreeMap<>();
        forms(file.metadata()).forEach((name, form) -> {
            Tensor blocks = stored.remove(name + ".blocks");
            if (blocks == null) {
                throw unreadable("'" + name + ".blocks' is absent");
            }
            PackedParameter packed =
                    new PackedParameter(form, blocks, stored.remove(name + ".index"), stored.remove(name + ".bitmap"));
            dense.put(name, packed.dense());
        });
        dense.putAll(stored);
        return dense;
    }

    private static void requireVersion(Map<String, String> metadata) {
        if (!FORMAT.equals(metadata.get("format")) || !VERSION.equals(metadata.get("version"))) {
            throw unreadable("its metadata must say format " + FORMAT + ", version " + VERSION + ", says " + metadata);
        }
    }

    private static Map<String, PackedForm> forms(Map<String, String> metadata) {
        try {
            return Json.MAPPER.readValue(
                    metadata.getOrDefault("layers", "{}"), new TypeReference<TreeMap<String, PackedForm>>() {});
        } catch (JsonProcessingException e) {
            throw unreadable("its layers are not what this version knows: " + e.getOriginalMessage());
        }
    }

    private static PipelineException unreadable(String reason) {
        return new PipelineException.Permanent(ErrorCode.EVENT_UNREADABLE, "not a block sidecar: " + reason);
    }
}
