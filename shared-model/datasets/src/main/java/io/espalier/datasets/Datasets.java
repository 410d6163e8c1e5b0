package io.espalier.datasets;

import io.espalier.contracts.DataSpec;
import io.espalier.contracts.Sha256;
import io.espalier.datasets.source.DatasetCache;
import io.espalier.datasets.source.DatasetFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/// Opens data sets where they lie. `docs/datasets.md` shows the locations and layouts.
public final class Datasets {

    private Datasets() {}

    /// [#open(DataSpec, String, Path, DatasetCache, DecodeListener)] without a listener, in a cache as it is by
    /// default.
    public static ImageDataset open(DataSpec spec, String split, Path dataDirectory, Path cacheDirectory) {
        return open(spec, split, dataDirectory, cacheDirectory, DecodeListener.NONE);
    }

    /// [#open(DataSpec, String, Path, DatasetCache, DecodeListener)] in a cache as it is by default.
    public static ImageDataset open(
            DataSpec spec, String split, Path dataDirectory, Path cacheDirectory, DecodeListener listener) {
        return open(spec, split, dataDirectory, new DatasetCache(cacheDirectory), listener);
    }

    /// One split of the data set that `spec.uri()` names.
    ///
    /// The first time, its images are decoded into a file of the cache; later, and in other processes, that
    /// file is mapped. It belongs to the source as it was (digest, or path, size and time), and is made anew
    /// when damaged. It stays in the cache at least as long as the returned object is reachable.
    ///
    /// @param split          `spec.train()`, `spec.validation()` or another one
    /// @param dataDirectory  what a relative `spec.uri()` is relative to
    /// @param cache          takes `h·w·3` bytes an image, and the archive if it has to be downloaded
    /// @throws PipelineException.Permanent `DATASET_NOT_FOUND` if there is no such directory or archive;
    ///     `DIGEST_MISMATCH` if the archive is another than the spec says;
    ///     `DATASET_INVALID` if it has no image for the split, fewer than two classes, images of different sizes,
    ///     or a file that cannot be decoded
    /// @throws PipelineException.Transient `STORE_FULL` or `STORE_UNAVAILABLE` if the cache cannot be written;
    ///     `DATASET_UNAVAILABLE` if the archive cannot be downloaded now
    public static ImageDataset open(
            DataSpec spec, String split, Path dataDirectory, DatasetCache cache, DecodeListener listener) {
        DatasetFiles files = DatasetFiles.of(spec, dataDirectory, cache, listener::downloaded);
        Path file = cache.directory().resolve(cacheName(spec, split, files));
        ImageDataset images = CacheFile.open(file).orElseGet(() -> {
            try (ImageSpool spool = new ImageSpool(cache.directory())) {
                Layout layout = Layout.of(spec, split);
                decode(files, layout, spool, listener);
                CacheFile.write(file, layout, spool);
            }
            return CacheFile.open(file)
                    .orElseThrow(() -> new IllegalStateException("'" + file + "' was written, but cannot be read"));
        });
        cache.keep(file, images);
        files.keepWith(images);
        cache.trim();
        return images;
    }

    private static void decode(DatasetFiles files, Layout layout, ImageSpool spool, DecodeListener listener) {
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
            throw DatasetFailure.notFound("there is no file in " + files.where());
        }
        if (spool.arrivals().isEmpty()) {
            throw DatasetFailure.invalid(
                    "no image in " + files.where() + ": expected " + layout.expected() + "; its folders are "
                            + folders.stream().filter(f -> !f.isEmpty()).toList());
        }
        if (layout.classNames().size() < 2) {
            throw DatasetFailure.invalid(
                    "a data set needs at least two classes; " + files.where() + " has " + layout.classNames());
        }
    }

    private static String cacheName(DataSpec spec, String split, DatasetFiles files) {
        String identity = String.join(
                "\n", List.of(spec.format().name(), split, spec.train(), spec.validation(), files.identity()));
        return Sha256.hex(identity.getBytes(StandardCharsets.UTF_8)) + ".images";
    }
}
