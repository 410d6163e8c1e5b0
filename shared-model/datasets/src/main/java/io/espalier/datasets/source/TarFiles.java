package io.espalier.datasets.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Entries in the order of the archive, which is streamed once; gzip (RFC 1952) is recognised by its first two
/// bytes.
///
/// @param archive the `.tar` or `.tar.gz`
record TarFiles(Archive archive) implements DatasetFiles {

    @Override
    public String identity() {
        return archive.identity();
    }

    @Override
    public String where() {
        return archive.where();
    }

    @Override
    public int stream(Predicate<String> wanted, StreamReader reader) {
        int seen = 0;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(content())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String path = entry.isFile() ? DatasetFiles.below(archive.folder(), entry.getName()) : "";
                seen += path.isEmpty() ? 0 : 1;
                if (!path.isEmpty() && wanted.test(path)) {
                    reader.read(path, entry.getSize(), tar);
                }
            }
            return seen;
        } catch (IOException e) {
            throw SourceFailure.unreadable(archive.name(), e);
        }
    }

    private InputStream content() throws IOException {
        BufferedInputStream file = new BufferedInputStream(Files.newInputStream(archive.file()), 1 << 16);
        file.mark(2);
        boolean gzip = file.read() == 0x1f && file.read() == 0x8b;
        file.reset();
        return gzip ? new BufferedInputStream(new GZIPInputStream(file, 1 << 16), 1 << 16) : file;
    }
}
