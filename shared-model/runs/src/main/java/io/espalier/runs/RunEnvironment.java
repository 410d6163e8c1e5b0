package io.espalier.runs;

import io.espalier.contracts.DataSpec;
import io.espalier.contracts.RunSpec;
import io.espalier.datasets.Datasets;
import io.espalier.datasets.ImageDataset;
import io.espalier.smart.training.Checkpoints;
import io.espalier.smart.training.RunListener;
import java.nio.file.Path;
import java.util.Map;

/// Where a stage finds data, leaves its state and tells how far it is. Nothing in it changes a result.
///
/// @param dataDirectory  what relative data locations are resolved against
/// @param cacheDirectory decoded data sets, kept between runs
/// @param checkpoints    of this run in this stage
/// @param listener       hears every step, on the thread that works; may throw to stop
public record RunEnvironment(Path dataDirectory, Path cacheDirectory, Checkpoints checkpoints, RunListener listener) {

    /// No checkpoints, nobody watches.
    public static RunEnvironment of(Path dataDirectory, Path cacheDirectory) {
        return new RunEnvironment(dataDirectory, cacheDirectory, Checkpoints.NONE, RunListener.NONE);
    }

    /// @throws io.espalier.contracts.PipelineException.Permanent `DATASET_NOT_FOUND`, `DATASET_INVALID`
    ImageDataset openTrain(RunSpec spec) {
        return open(spec.data(), spec.data().train());
    }

    /// @throws io.espalier.contracts.PipelineException.Permanent `DATASET_NOT_FOUND`, `DATASET_INVALID`
    ImageDataset openValidation(RunSpec spec) {
        return open(spec.data(), spec.data().validation());
    }

    private ImageDataset open(DataSpec data, String split) {
        return Datasets.open(
                data,
                split,
                dataDirectory,
                cacheDirectory,
                images -> listener.progressed(new RunListener.Progress("data", images, 0, Map.of())));
    }
}
