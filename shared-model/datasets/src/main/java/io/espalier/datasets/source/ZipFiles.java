package io.espalier.datasets.source;

import java.io.IOException;
import java.io.InputStream;
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
record ZipFiles(Archive archive) implements DatasetFiles {

    @Override
    public String identity() {
        return archive.identity();
    }

    @Override
    public String where() {
        return archive.where();
    }

    @Override
    public int visit(Predicate<String> wanted, BiConsumer<String, byte[]> visitor) {
        try (ZipFile zip = new ZipFile(archive.file().toFile())) {
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
            throw SourceFailure.unreadable(archive.name(), e);
        }
    }

    private SortedMap<String, ZipEntry> sorted(ZipFile zip) {
        SortedMap<String, ZipEntry> entries = new TreeMap<>();
        zip.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> {
            String path = DatasetFiles.below(archive.folder(), entry.getName());
            if (!path.isEmpty()) {
                entries.put(path, entry);
            }
        });
        return entries;
    }
}
