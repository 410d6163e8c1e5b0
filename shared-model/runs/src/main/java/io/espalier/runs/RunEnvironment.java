package io.espalier.runs;

import io.espalier.contracts.DataSpec;
import io.espalier.contracts.RunSpec;
import io.espalier.datasets.Datasets;
import io.espalier.datasets.DecodeListener;
import io.espalier.datasets.DecodeReport;
import io.espalier.datasets.ImageDataset;
import io.espalier.datasets.source.DatasetCache;
import io.espalier.smart.training.Checkpoints;
import io.espalier.smart.training.RunListener;
import java.nio.file.Path;
import java.util.Map;

/// Where a stage finds data, leaves its state and tells how far it is. Nothing in it changes a result.
///
/// @param dataDirectory what relative data locations are resolved against
/// @param cache         downloaded and decoded data sets, kept between runs
/// @param checkpoints   of this run in this stage
/// @param listener      hears every step, on the thread that works; may throw to stop
public record RunEnvironment(Path dataDirectory, DatasetCache cache, Checkpoints checkpoints, RunListener listener) {

    /// With a cache as it is by default.
    public RunEnvironment(Path dataDirectory, Path cacheDirectory, Checkpoints checkpoints, RunListener listener) {
        this(dataDirectory, new DatasetCache(cacheDirectory), checkpoints, listener);
    }

    /// No checkpoints, nobody watches.
    public static RunEnvironment of(Path dataDirectory, Path cacheDirectory) {
        return new RunEnvironment(dataDirectory, cacheDirectory, Checkpoints.NONE, RunListener.NONE);
    }

    /// The same with other checkpoints.
    RunEnvironment with(Checkpoints others) {
        return new RunEnvironment(dataDirectory, cache, others, listener);
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
        ImageDataset opened = Datasets.open(data, split, dataDirectory, cache, new DecodeListener() {
            @Override
            public void decoded(int images) {
                listener.progressed(new RunListener.Progress("data", images, 0, Map.of()));
            }

            @Override
            public void downloaded(long bytes, long totalBytes) {
                listener.progressed(new RunListener.Progress("download", bytes, Math.max(totalBytes, 0), Map.of()));
            }
        });
        tellOmissions(opened);
        return opened;
    }

    /// What of the files is not in the data set; said each time it is opened, since most times nothing is decoded.
    private void tellOmissions(ImageDataset data) {
        DecodeReport report = data.report();
        if (report.corrupt() > 0 || report.droppedBoxes() > 0) {
            Map<String, Double> omitted = Map.of(
                    "corrupt-images", (double) report.corrupt(), "dropped-boxes", (double) report.droppedBoxes());
            listener.progressed(new RunListener.Progress("omitted", data.size(), 0, omitted));
        }
    }
}
