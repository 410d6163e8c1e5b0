package io.espalier.datasets.source;

import java.lang.ref.Reference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The files of an archive behind an address, which is downloaded when it is needed: if the spec gives its
/// digest, that says which archive it is, and nothing is downloaded for a split that is decoded already.
final class RemoteFiles implements DatasetFiles {

    private final DataLocation.RemoteArchive location;
    private final Expected expected;
    private final Downloads downloads;
    private final DownloadListener listener;
    private Downloads.@Nullable Whole whole;

    RemoteFiles(
            DataLocation.RemoteArchive location, Expected expected, Downloads downloads, DownloadListener listener) {
        this.location = location;
        this.expected = expected;
        this.downloads = downloads;
        this.listener = listener;
    }

    @Override
    public String identity() {
        String known = expected.sha256() == null ? whole().origin().sha256() : expected.sha256();
        return DatasetFiles.identity(String.valueOf(known), location.folder());
    }

    @Override
    public String where() {
        return Archive.where(location.archive().name(), location.folder());
    }

    @Override
    public int stream(Predicate<String> wanted, StreamReader reader) {
        String name = location.archive().name();
        Archive archive = new Archive(location.kind(), whole().file(), location.folder(), identity(), name);
        try {
            return archive.files().stream(wanted, reader);
        } finally {
            Reference.reachabilityFence(this); // the archive is held as long as this is reachable
        }
    }

    @Override
    public void keepWith(Object user) {
        if (whole != null) {
            downloads.cache().keep(whole.file(), user);
        }
    }

    private Downloads.Whole whole() {
        Downloads.Whole known = whole;
        if (known == null) {
            known = downloads.get(location, expected, listener, this);
            whole = known;
        }
        return known;
    }
}
