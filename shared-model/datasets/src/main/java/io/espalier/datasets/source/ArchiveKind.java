package io.espalier.datasets.source;

import java.util.Locale;
import java.util.Optional;

/// How an archive keeps its files.
enum ArchiveKind {
    ZIP,
    TAR;

    /// What the end of a file's name says: `.zip`, `.tar`, `.tar.gz` or `.tgz`, upper or lower case.
    static Optional<ArchiveKind> ofName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".zip")) {
            return Optional.of(ZIP);
        }
        boolean tar = lower.endsWith(".tar") || lower.endsWith(".tar.gz") || lower.endsWith(".tgz");
        return tar ? Optional.of(TAR) : Optional.empty();
    }
}
