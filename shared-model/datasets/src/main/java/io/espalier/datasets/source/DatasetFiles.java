package io.espalier.datasets.source;

import io.espalier.contracts.DataSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// The files of a data set, wherever they are kept. Hidden files and macOS resource forks are passed over.
public sealed interface DatasetFiles permits DirectoryFiles, ZipFiles, TarFiles, RemoteFiles {

    /// Largest file that is read as a whole: a CIFAR batch has 30 MB, an image of 16 million pixels at most 64.
    int MAX_FILE_BYTES = 64 << 20;

    /// Changes when the files change: the digest where it is known, else paths, sizes and times.
    String identity();

    /// Asks `wanted` about every file's path below the data set's folder, with `/`, and reads those that it
    /// wants.
    ///
    /// @param reader gets each of them, in the order of the container: sorted, but for a tar
    /// @return number of files seen
    /// @throws PipelineException.Permanent `DATASET_INVALID` if the container is damaged
    int stream(Predicate<String> wanted, StreamReader reader);

    /// [#stream] of files that fit into memory.
    ///
    /// @throws PipelineException.Permanent `DATASET_INVALID` if the container is damaged, or a file has more than
    ///     [#MAX_FILE_BYTES]
    default int visit(Predicate<String> wanted, BiConsumer<String, byte[]> visitor) {
        return stream(wanted, (path, sizeBytes, content) -> {
            requireReadable(path, sizeBytes);
            visitor.accept(path, readWhole(path, content));
        });
    }

    /// Reads one file as a stream, which ends with the call and is not closed by it.
    interface StreamReader {

        /// @param sizeBytes as the container declares it, -1 if it does not
        /// @throws IOException if `content` cannot be read to its end
        void read(String path, long sizeBytes, InputStream content) throws IOException;
    }

    /// What messages call this place, in quotes.
    String where();

    /// Keeps what was downloaded in the cache until `user` is unreachable.
    default void keepWith(Object user) {}

    /// The files at `spec.uri()`; an archive is checked against `spec.sha256()` and `spec.size()`.
    ///
    /// @param dataDirectory what a relative path is relative to
    /// @param cache         takes what is downloaded
    /// @throws PipelineException.Permanent `DATASET_NOT_FOUND` if there is no such directory or archive, or it is
    ///     not for the spec's author; `DIGEST_MISMATCH` if the archive is another than the spec says;
    ///     `SPEC_INVALID` if it is a directory and the spec gives its digest or size
    static DatasetFiles of(DataSpec spec, Path dataDirectory, DatasetCache cache, DownloadListener listener) {
        Expected expected = new Expected(spec.sha256(), spec.size());
        return switch (DataLocation.of(spec.uri(), new DataPlace(dataDirectory, cache.author()))) {
            case DataLocation.Folder folder -> {
                expected.requireNothing(folder.root());
                yield new DirectoryFiles(folder.root());
            }
            case DataLocation.LocalArchive local ->
                CheckedArchive.of(local, expected, cache).files();
            case DataLocation.RemoteArchive remote -> new RemoteFiles(remote, expected, new Downloads(cache), listener);
        };
    }

    /// Of an archive whose digest is known: the same wherever it comes from.
    static String identity(String sha256, String folder) {
        return "sha256:" + sha256 + "!/" + folder;
    }

    /// @return the path below `folder`, or an empty string for a file that is elsewhere or hidden
    static String below(String folder, String path) {
        String normal = path.startsWith("./") ? path.substring(2) : path;
        if (!normal.startsWith(folder)) {
            return "";
        }
        String relative = normal.substring(folder.length());
        boolean hidden = relative.startsWith(".") || relative.contains("/.") || normal.startsWith("__MACOSX/");
        return hidden ? "" : relative;
    }

    /// @param sizeBytes as the container declares it, -1 if it does not
    /// @throws PipelineException.Permanent `DATASET_INVALID` if `sizeBytes` is above [#MAX_FILE_BYTES]
    static void requireReadable(String path, long sizeBytes) {
        if (sizeBytes > MAX_FILE_BYTES) {
            throw SourceFailure.invalid(
                    "'" + path + "' has " + sizeBytes + " bytes; a file may have " + MAX_FILE_BYTES);
        }
    }

    /// The rest of the stream, whatever length its container declares.
    ///
    /// @throws PipelineException.Permanent `DATASET_INVALID` if it has more than [#MAX_FILE_BYTES]
    static byte[] readWhole(String path, InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(MAX_FILE_BYTES + 1);
        if (bytes.length > MAX_FILE_BYTES) {
            throw SourceFailure.invalid(
                    "'" + path + "' has more than " + MAX_FILE_BYTES + " bytes when it is unpacked");
        }
        return bytes;
    }
}
