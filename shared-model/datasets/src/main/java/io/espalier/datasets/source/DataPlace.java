package io.espalier.datasets.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The local files that a spec may name.
///
/// @param directory what relative paths are relative to
/// @param author    of the spec
record DataPlace(Path directory, SpecAuthor author) {

    /// @param uri what messages show: never what it was resolved to, nor whether something outside exists
    /// @return absolute, without `..`
    /// @throws PipelineException.Permanent `DATASET_NOT_FOUND` if it is not readable, or not for the spec's author
    Path existing(Path path, String uri) {
        Path file = directory.resolve(path).toAbsolutePath().normalize();
        if (author instanceof SpecAuthor.Pusher && !isInside(file)) {
            throw SourceFailure.notFound("data.uri '" + uri + "' leads out of the data directory of this installation;"
                    + " name a file or folder in it, relative to it");
        }
        if (!Files.isReadable(file)) {
            String shown = author instanceof SpecAuthor.Pusher ? path.toString() : file.toString();
            throw SourceFailure.notFound("data.uri '" + uri + "': there is no readable '" + shown + "'");
        }
        return file;
    }

    /// By its name, so that links in the directory hold; or in truth, where the directory is itself behind a link.
    private boolean isInside(Path file) {
        try {
            return file.startsWith(directory.toAbsolutePath().normalize())
                    || file.toRealPath().startsWith(directory.toRealPath());
        } catch (IOException absent) {
            return false;
        }
    }
}
