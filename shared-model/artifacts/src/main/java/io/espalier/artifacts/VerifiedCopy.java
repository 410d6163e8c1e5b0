package io.espalier.artifacts;

import io.espalier.contracts.ArtifactRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// A blob brought to a place outside the store.
final class VerifiedCopy {

    private VerifiedCopy() {}

    /// Copies to a `.part` file beside `target`, verifies, then renames.
    static void copy(ArtifactStore store, ArtifactRef ref, Path target) {
        Path directory = target.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IllegalArgumentException("a file is expected, was " + target);
        }
        AtomicFiles files = new AtomicFiles(directory, AtomicFiles.NEW_FILE);
        try (InputStream bytes = store.open(ref)) {
            files.replace(files.stage(bytes::transferTo), target);
        } catch (IOException e) {
            throw StoreFailure.of("copying artifact " + ref.sha256() + " to " + target, e);
        }
    }
}
