package io.espalier.datasets.source;

import io.espalier.contracts.PipelineException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a spec's `data.uri` means.
sealed interface DataLocation {

    /// @param root a directory
    record Folder(Path root) implements DataLocation {}

    /// @param folder where the data set begins inside `file`: empty, or ending with a slash
    record LocalArchive(ArchiveKind kind, Path file, String folder) implements DataLocation {}

    /// @param folder where the data set begins inside `archive`: empty, or ending with a slash
    record RemoteArchive(ArchiveKind kind, RemoteObject archive, String folder) implements DataLocation {}

    Pattern IN_ARCHIVE = Pattern.compile("(zip|tar):(.+?)(?:!/(.*))?");
    Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*"); // C: is a drive, not a scheme

    /// @param place where local files are, and for whom
    /// @throws PipelineException.Permanent `DATASET_NOT_FOUND` if there is no such directory or file, or the
    ///     location has another form; whether a remote archive is there turns out when it is downloaded
    static DataLocation of(String uri, DataPlace place) {
        Matcher archive = IN_ARCHIVE.matcher(uri);
        if (archive.matches()) {
            ArchiveKind kind = archive.group(1).equals("zip") ? ArchiveKind.ZIP : ArchiveKind.TAR;
            return inArchive(kind, archive.group(2), folder(archive.group(3)), uri, place);
        }
        if (RemoteObject.isRemote(uri)) {
            RemoteObject remote = RemoteObject.of(uri, place.author());
            ArchiveKind kind = ArchiveKind.ofName(remote.fileName()).orElseThrow(() -> otherForm(uri));
            return new RemoteArchive(kind, remote, "");
        }
        Path path = place.existing(path(uri), uri);
        if (Files.isDirectory(path)) {
            return new Folder(path);
        }
        ArchiveKind kind = ArchiveKind.ofName(path.toString()).orElseThrow(() -> otherForm(uri));
        return new LocalArchive(kind, path, "");
    }

    private static DataLocation inArchive(ArchiveKind kind, String where, String folder, String uri, DataPlace place) {
        if (RemoteObject.isRemote(where)) {
            return new RemoteArchive(kind, RemoteObject.of(where, place.author()), folder);
        }
        Path file = place.existing(path(where), uri);
        return new LocalArchive(kind, requireFile(file, uri), folder);
    }

    private static Path path(String text) {
        try {
            if (text.startsWith("file:")) {
                return Path.of(URI.create(text));
            }
            if (!SCHEME.matcher(text).matches()) {
                return Path.of(text);
            }
        } catch (IllegalArgumentException notAPath) {
            throw otherForm(text);
        }
        throw otherForm(text);
    }

    private static PipelineException otherForm(String uri) {
        return SourceFailure.notFound(
                "data.uri must be a directory, a .zip, .tar or .tar.gz file, here or behind http://,"
                        + " https:// or s3://, or zip:FILE!/folder or tar:FILE!/folder, was '"
                        + RemoteObject.redacted(uri)
                        + "'");
    }

    private static Path requireFile(Path path, String uri) {
        if (!Files.isRegularFile(path)) {
            throw SourceFailure.notFound("data.uri '" + uri + "' is not a file");
        }
        return path;
    }

    private static String folder(String inside) {
        String trimmed = inside == null ? "" : inside.replaceAll("^/+|/+$", "");
        return trimmed.isEmpty() ? "" : trimmed + "/";
    }
}
