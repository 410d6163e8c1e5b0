package io.espalier.torchscript.pickle;

/// Where the elements of tensors lie: the entries `data/KEY` or `constants/KEY` of a file.
@FunctionalInterface
public interface StorageSource {

    /// The bytes of a storage, little-endian.
    ///
    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_NOT_ONNX if the file has no such storage
    byte[] read(String key);
}
