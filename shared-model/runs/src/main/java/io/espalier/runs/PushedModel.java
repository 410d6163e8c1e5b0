package io.espalier.runs;

import io.espalier.contracts.RunSpec;
import io.espalier.datasets.ImageDataset;
import io.espalier.onnx.OnnxFile;
import io.espalier.torchscript.TorchScriptFile;

/// A model as people push it, ONNX or TorchScript. From ingest on there is ONNX only.
public final class PushedModel {

    /// What the input of a translated TorchScript file is called; such a file has no name for it.
    private static final String INPUT = "image";

    private PushedModel() {}

    /// The file itself if it is not TorchScript; else its translation for images of the data set's extent, any
    /// batch.
    ///
    /// @return the same array, or the bytes of an ONNX file
    /// @throws io.espalier.contracts.PipelineException.Permanent `MODEL_NOT_ONNX`, `MODEL_INVALID`,
    ///     `OPERATOR_UNSUPPORTED`, `DATASET_NOT_FOUND`, `DATASET_INVALID`
    public static byte[] onnx(byte[] file, RunSpec spec, RunEnvironment environment) {
        if (!TorchScriptFile.isTorchScript(file)) {
            return file;
        }
        try (ImageDataset images = environment.openValidation(spec)) {
            long[] shape = {-1, images.channels(), images.height(), images.width()};
            return OnnxFile.write(TorchScriptFile.read(file, INPUT, shape));
        }
    }
}
