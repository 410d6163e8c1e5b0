package io.espalier.cli.bench.accuracy;

import io.espalier.contracts.RunSpec;
import io.espalier.contracts.Sha256;
import io.espalier.datasets.ImageDataset;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import java.nio.file.Path;

/// What the cells of a comparison work on.
///
/// @param base       what all their specs share
/// @param source     bytes of the trained dense file
/// @param train      images that are learned from
/// @param validation images that accuracy is measured on
/// @param output     folder that results and unfinished states are kept in
/// @param keepModels whether exported files are kept in `output/models`
/// @param build      that runs
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Workbench(
        RunSpec base,
        byte[] source,
        ImageDataset train,
        ImageDataset validation,
        Path output,
        boolean keepModels,
        Build build) {

    Graph graph() {
        return TrainingForm.of(OnnxFile.read(source));
    }

    String modelDigest() {
        return Sha256.hex(source);
    }
}
