package io.espalier.datasets.source;

import java.nio.file.Path;

/// An archive on this machine.
///
/// @param kind     zip or tar
/// @param file     where it is
/// @param folder   where the data set begins inside it: empty, or ending with a slash
/// @param identity changes when the archive does
/// @param name     what messages call it: its path, or where it was downloaded from
record Archive(ArchiveKind kind, Path file, String folder, String identity, String name) {

    DatasetFiles files() {
        return switch (kind) {
            case ZIP -> new ZipFiles(this);
            case TAR -> new TarFiles(this);
        };
    }

    String where() {
        return where(name, folder);
    }

    static String where(String name, String folder) {
        return folder.isEmpty() ? "'" + name + "'" : "'" + name + "!/" + folder + "'";
    }
}
