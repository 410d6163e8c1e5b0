package io.espalier.onnx;

import io.espalier.onnx.proto.ModelProto;
import io.espalier.onnx.proto.OperatorSetIdProto;
import io.espalier.onnx.proto.StringStringEntryProto;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// [ModelHeader] to and from a model file.
final class HeaderCodec {

    private HeaderCodec() {}

    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_INVALID if the operator set is not one of those
    ///     whose semantics are implemented
    static ModelHeader read(ModelProto model) {
        Map<String, Integer> opsets = new LinkedHashMap<>();
        for (OperatorSetIdProto opset : model.getOpsetImportList()) {
            String domain = opset.getDomain().equals("ai.onnx") ? "" : opset.getDomain();
            opsets.put(domain, (int) opset.getVersion());
        }
        int version = opsets.getOrDefault("", 0);
        if (version < ModelHeader.OLDEST_OPSET || version > ModelHeader.NEWEST_OPSET) {
            throw Invalid.model("The model's operator set must be " + ModelHeader.OLDEST_OPSET + " to "
                    + ModelHeader.NEWEST_OPSET + ", was " + version + "; export it with opset 17");
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            metadata.put(entry.getKey(), entry.getValue());
        }
        return new ModelHeader(
                model.getIrVersion(),
                opsets,
                model.getProducerName(),
                model.getProducerVersion(),
                model.getDomain(),
                model.getModelVersion(),
                model.getDocString(),
                model.getGraph().getDocString(),
                metadata);
    }

    static void write(ModelHeader header, ModelProto.Builder model) {
        model.setIrVersion(header.irVersion());
        header.opsets().forEach((domain, version) -> {
            OperatorSetIdProto.Builder opset = model.addOpsetImportBuilder().setVersion(version);
            text(domain, opset::setDomain);
        });
        header.metadata()
                .forEach((key, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        text(header.producerName(), model::setProducerName);
        text(header.producerVersion(), model::setProducerVersion);
        text(header.domain(), model::setDomain);
        text(header.docString(), model::setDocString);
        if (header.modelVersion() != 0) {
            model.setModelVersion(header.modelVersion());
        }
    }

    /// An empty text stands for an absent field.
    static void text(String value, Consumer<String> field) {
        if (!value.isEmpty()) {
            field.accept(value);
        }
    }
}
