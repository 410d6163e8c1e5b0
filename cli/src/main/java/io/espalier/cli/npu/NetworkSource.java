package io.espalier.cli.npu;

import io.espalier.cli.sample.ImageExtent;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.npu.NpuNetwork;
import io.espalier.npu.calibration.network.Networks;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A model as people name it here: an ONNX file, or a published network that needs no file.
///
/// @param name what was given
/// @param file absent for a published network
record NetworkSource(
        String name, @Nullable Path file, @Nullable ImageExtent extent) {

    /// @throws PipelineException.Permanent `ARTIFACT_NOT_FOUND` if it is neither a file nor a published network's name
    static NetworkSource of(String name, @Nullable ImageExtent extent) {
        Path file = Path.of(name);
        if (Files.isRegularFile(file)) {
            return new NetworkSource(String.valueOf(file.getFileName()), file, extent);
        }
        boolean published =
                Networks.all().stream().anyMatch(network -> network.name().equals(name));
        if (!published) {
            throw new PipelineException.Permanent(
                    ErrorCode.ARTIFACT_NOT_FOUND,
                    "'%s' is neither a file nor one of the published networks: %s"
                            .formatted(
                                    name,
                                    String.join(
                                            ", ",
                                            Networks.all().stream()
                                                    .map(network -> network.name())
                                                    .toList())));
        }
        return new NetworkSource(name, null, extent);
    }

    /// For one image. A published network's weights are taken as all different from 0.
    NpuNetwork network() {
        return file == null
                ? NpuNetwork.dense(Networks.named(name).graph())
                : NpuNetwork.of(TrainingForm.of(graph(file)));
    }

    /// The file's graph at the asked extent.
    Graph graph(Path model) {
        Graph graph = OnnxFile.read(model);
        return extent == null ? graph : extent.of(graph);
    }
}
