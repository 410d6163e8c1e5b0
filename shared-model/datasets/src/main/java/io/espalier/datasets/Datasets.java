package io.espalier.datasets;

import io.espalier.contracts.DataSpec;
import io.espalier.contracts.Sha256;
import io.espalier.datasets.source.DatasetCache;
import io.espalier.datasets.source.DatasetFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Opens data sets where they lie. `docs/datasets.md` shows the locations and layouts.
public final class Datasets {

    /// Of what decoding does to an image; the form of the file has a number of its own.
    private static final String CACHE_VERSION = "3";

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
            decode(spec, split, cache, files, file, listener);
            return CacheFile.open(file)
                    .orElseThrow(() -> new IllegalStateException("'" + file + "' was written, but cannot be read"));
        });
        cache.keep(file, images);
        files.keepWith(images);
        cache.trim();
        return images;
    }

    private static void decode(
            DataSpec spec, String split, DatasetCache cache, DatasetFiles files, Path file, DecodeListener listener) {
        try (ImageSpool spool = new ImageSpool(cache.directory())) {
            Layout layout = Layout.of(spec, split);
            CorruptImages corrupt = new CorruptImages(spec.maxCorrupt(), listener);
            List<Example> examples = new SplitDecoder(files, layout, spool, corrupt).decode(listener);
            ImageHeader header = new ImageHeader(
                    examples.size(),
                    DecodedImage.CHANNELS,
                    spool.height(),
                    spool.width(),
                    corrupt.report(
                            examples.stream().mapToInt(Example::droppedBoxes).sum()),
                    layout.classNames(),
                    Shown.of(layout.kind(), examples));
            CacheFile.write(file, header, examples, spool);
        }
    }

    /// Changes with all that the cached content depends on.
    private static String cacheName(DataSpec spec, String split, DatasetFiles files) {
        String identity = String.join(
                "\n",
                CACHE_VERSION,
                spec.format().name(),
                split,
                spec.train(),
                spec.validation(),
                "resize " + spec.preprocessing().resize(),
                "ignore-index " + spec.ignoreIndex(),
                "max-corrupt " + spec.maxCorrupt(),
                files.identity());
        return Sha256.hex(identity.getBytes(StandardCharsets.UTF_8)) + ".images";
    }
}
