package io.espalier.datasets.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Entries in the order of the archive, which is streamed once; gzip (RFC 1952) is recognised by its first two bytes.
///
/// @param archive the `.tar` or `.tar.gz`
/// @param folder  where the data set begins: empty, or ending with a slash
record TarFiles(Path archive, String folder) implements DatasetFiles {

    @Override
    public String identity() {
        return identity(archive, folder);
    }

    /// An archive is taken for unchanged while its path, size and time are.
    static String identity(Path archive, String folder) {
        try {
            return archive + "!/" + folder + ' ' + Files.size(archive) + ' ' + Files.getLastModifiedTime(archive);
        } catch (IOException e) {
            throw SourceFailure.unreadable(archive, e);
        }
    }

    @Override
    public int visit(Predicate<String> wanted, BiConsumer<String, byte[]> visitor) {
        int seen = 0;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(content())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String path = entry.isFile() ? DatasetFiles.below(folder, entry.getName()) : "";
                seen += path.isEmpty() ? 0 : 1;
                if (!path.isEmpty() && wanted.test(path)) {
                    DatasetFiles.requireReadable(path, entry.getSize());
                    visitor.accept(path, DatasetFiles.readWhole(path, tar));
                }
            }
            return seen;
        } catch (IOException e) {
            throw SourceFailure.unreadable(archive, e);
        }
    }

    private InputStream content() throws IOException {
        BufferedInputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
        file.mark(2);
        boolean gzip = file.read() == 0x1f && file.read() == 0x8b;
        file.reset();
        return gzip ? new BufferedInputStream(new GZIPInputStream(file, 1 << 16), 1 << 16) : file;
    }
}
