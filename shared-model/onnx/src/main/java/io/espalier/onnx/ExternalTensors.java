package io.espalier.onnx;

import io.espalier.onnx.proto.TensorProto;

/// Where tensors lie that a model file keeps outside itself (`external_data`).
@FunctionalInterface
public interface ExternalTensors {

    /// For a model that comes as bytes alone: refuses every such tensor.
    ExternalTensors NONE = (tensor, label, sizeBytes) -> {
        throw Invalid.model(label + ": its data lie in another file; save the model with its weights inside the .onnx"
                + " file (onnx.save with save_as_external_data=False) and push that");
    };

    /// The bytes of a tensor, as `raw_data` would hold them.
    ///
    /// @param label     how messages name the tensor
    /// @param sizeBytes how many bytes type and shape ask for
    byte[] read(TensorProto tensor, String label, long sizeBytes);
}
