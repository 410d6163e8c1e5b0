package io.espalier.datasets.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// The files of a data set, wherever they are kept. Hidden files and macOS resource forks are passed over.
public sealed interface DatasetFiles permits DirectoryFiles, ZipFiles, TarFiles {

    /// Largest file that is read: a CIFAR batch has 30 MB, an image of 16 million pixels at most 64.
    int MAX_FILE_BYTES = 64 << 20;

    /// Changes when the files change: paths, sizes and times, not contents.
    String identity();

    /// Asks `wanted` about every file's path below the data set's folder, with `/`, and reads those that it wants.
    ///
    /// @param visitor gets path and content, in the order of the container: sorted, but for a tar
    /// @return number of files seen
    /// @throws PipelineException.Permanent `DATASET_INVALID` if the container is damaged
    int visit(Predicate<String> wanted, BiConsumer<String, byte[]> visitor);

    static DatasetFiles of(DataLocation location) {
        return switch (location.container()) {
            case DIRECTORY -> new DirectoryFiles(location.path());
            case ZIP -> new ZipFiles(location.path(), location.folder());
            case TAR -> new TarFiles(location.path(), location.folder());
        };
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
