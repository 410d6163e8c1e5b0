package io.espalier.datasets;

import io.espalier.contracts.DataSpec;
import io.espalier.contracts.Sha256;
import io.espalier.datasets.source.DataLocation;
import io.espalier.datasets.source.DatasetFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/// Opens data sets where they lie. `docs/datasets.md` shows the locations and layouts.
public final class Datasets {

    private Datasets() {}

    /// [#open(DataSpec, String, Path, Path, DecodeListener)] without a listener.
    public static ImageDataset open(DataSpec spec, String split, Path dataDirectory, Path cacheDirectory) {
        return open(spec, split, dataDirectory, cacheDirectory, DecodeListener.NONE);
    }

    /// One split of the data set that `spec.uri()` names.
    ///
    /// The first time, its images are decoded into a file under `cacheDirectory`; later, and in other processes,
    /// that file is mapped. It belongs to the source as it was (path, size and time), and is made anew
    /// when damaged.
    ///
    /// @param split          `spec.train()`, `spec.validation()` or another one
    /// @param dataDirectory  what a relative `spec.uri()` is relative to
    /// @param cacheDirectory created if absent; takes `h·w·3` bytes an image
    /// @throws PipelineException.Permanent `DATASET_NOT_FOUND` if there is no such directory or archive;
    ///     `DATASET_INVALID` if it has no image for the split, fewer than two classes, images of different sizes,
    ///     or a file that cannot be decoded
    /// @throws PipelineException.Transient `STORE_FULL` or `STORE_UNAVAILABLE` if the cache cannot be written
    public static ImageDataset open(
            DataSpec spec, String split, Path dataDirectory, Path cacheDirectory, DecodeListener listener) {
        DataLocation location = DataLocation.of(spec.uri(), dataDirectory);
        DatasetFiles files = DatasetFiles.of(location);
        Path cache = cacheDirectory.resolve(cacheName(spec, split, files));
        return CacheFile.open(cache).orElseGet(() -> {
            try (ImageSpool spool = new ImageSpool(cacheDirectory)) {
                Layout layout = Layout.of(spec, split);
                decode(location, files, layout, spool, listener);
                CacheFile.write(cache, layout, spool);
            }
            return CacheFile.open(cache)
                    .orElseThrow(() -> new IllegalStateException("'" + cache + "' was written, but cannot be read"));
        });
    }

    private static void decode(
            DataLocation location, DatasetFiles files, Layout layout, ImageSpool spool, DecodeListener listener) {
        TreeSet<String> folders = new TreeSet<>();
        int seen;
        try (ImageCollector collector = new ImageCollector(layout, spool, listener)) {
            seen = files.visit(
                    path -> {
                        folders.add(path.substring(0, Math.max(path.indexOf('/'), 0)));
                        return layout.wants(path);
                    },
                    collector::add);
            collector.finish();
        }
        if (seen == 0) {
            throw DatasetFailure.notFound("there is no file in " + location);
        }
        if (spool.arrivals().isEmpty()) {
            throw DatasetFailure.invalid(
                    "no image in " + location + ": expected " + layout.expected() + "; its folders are "
                            + folders.stream().filter(f -> !f.isEmpty()).toList());
        }
        if (layout.classNames().size() < 2) {
            throw DatasetFailure.invalid(
                    "a data set needs at least two classes; " + location + " has " + layout.classNames());
        }
    }

    private static String cacheName(DataSpec spec, String split, DatasetFiles files) {
        String identity = String.join(
                "\n", List.of(spec.format().name(), split, spec.train(), spec.validation(), files.identity()));
        return Sha256.hex(identity.getBytes(StandardCharsets.UTF_8)) + ".images";
    }
}
