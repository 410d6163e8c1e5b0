package io.espalier.datasets.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Entries read one by one through the archive's directory; nothing is unpacked to disk.
///
/// @param archive the `.zip`
/// @param folder  where the data set begins: empty, or ending with a slash
record ZipFiles(Path archive, String folder) implements DatasetFiles {

    @Override
    public String identity() {
        return TarFiles.identity(archive, folder);
    }

    @Override
    public int visit(Predicate<String> wanted, BiConsumer<String, byte[]> visitor) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            SortedMap<String, ZipEntry> entries = sorted(zip);
            for (Map.Entry<String, ZipEntry> entry : entries.entrySet()) {
                if (wanted.test(entry.getKey())) {
                    DatasetFiles.requireReadable(
                            entry.getKey(), entry.getValue().getSize());
                    try (InputStream content = zip.getInputStream(entry.getValue())) {
                        visitor.accept(entry.getKey(), DatasetFiles.readWhole(entry.getKey(), content));
                    }
                }
            }
            return entries.size();
        } catch (IOException e) {
            throw SourceFailure.unreadable(archive, e);
        }
    }

    private SortedMap<String, ZipEntry> sorted(ZipFile zip) {
        SortedMap<String, ZipEntry> entries = new TreeMap<>();
        zip.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> {
            String path = DatasetFiles.below(folder, entry.getName());
            if (!path.isEmpty()) {
                entries.put(path, entry);
            }
        });
        return entries;
    }
}
