package io.espalier.datasets.source;

import io.espalier.contracts.PipelineException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a spec's `data.uri` means.
///
/// @param container how the files are kept
/// @param path      the directory or archive
/// @param folder    where the data set begins inside it: empty, or ending with a slash
public record DataLocation(Container container, Path path, String folder) {

    /// How files are kept together.
    public enum Container {
        DIRECTORY,
        ZIP,
        TAR
    }

    private static final Pattern IN_ARCHIVE = Pattern.compile("(zip|tar):(.+?)(?:!/(.*))?");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*"); // C: is a drive, not a scheme

    /// @param dataDirectory what a relative path is relative to
    /// @throws PipelineException.Permanent `DATASET_NOT_FOUND` if there is no such directory or file, or the
    ///     location has another form
    public static DataLocation of(String uri, Path dataDirectory) {
        Matcher archive = IN_ARCHIVE.matcher(uri);
        if (archive.matches()) {
            Container container = archive.group(1).equals("zip") ? Container.ZIP : Container.TAR;
            Path file = existing(dataDirectory.resolve(path(archive.group(2))), uri);
            return new DataLocation(container, requireFile(file, uri), folder(archive.group(3)));
        }
        Path path = existing(dataDirectory.resolve(path(uri)), uri);
        return new DataLocation(container(path, uri), path, "");
    }

    @Override
    public String toString() {
        return folder.isEmpty() ? "'" + path + "'" : "'" + path + "!/" + folder + "'";
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

    private static Container container(Path path, String uri) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (Files.isDirectory(path)) {
            return Container.DIRECTORY;
        }
        if (name.endsWith(".zip")) {
            return Container.ZIP;
        }
        if (name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
            return Container.TAR;
        }
        throw otherForm(uri);
    }

    private static PipelineException otherForm(String uri) {
        return SourceFailure.notFound("data.uri must be a directory, a .zip, .tar or .tar.gz file, zip:FILE!/folder or"
                + " tar:FILE!/folder, was '" + uri + "'");
    }

    private static Path existing(Path path, String uri) {
        if (!Files.isReadable(path)) {
            throw SourceFailure.notFound("data.uri '" + uri + "': there is no readable '" + path + "'");
        }
        return path.toAbsolutePath().normalize();
    }

    private static Path requireFile(Path path, String uri) {
        if (!Files.isRegularFile(path)) {
            throw SourceFailure.notFound("data.uri '" + uri + "': '" + path + "' is not a file");
        }
        return path;
    }

    private static String folder(String inside) {
        String trimmed = inside == null ? "" : inside.replaceAll("^/+|/+$", "");
        return trimmed.isEmpty() ? "" : trimmed + "/";
    }
}
