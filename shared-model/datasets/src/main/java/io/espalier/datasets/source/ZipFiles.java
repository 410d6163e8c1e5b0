package io.espalier.datasets.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
    public int stream(Predicate<String> wanted, StreamReader reader) {
        try (ZipFile zip = new ZipFile(archive.file().toFile())) {
            SortedMap<String, ZipEntry> entries = sorted(zip);
            for (Map.Entry<String, ZipEntry> entry : entries.entrySet()) {
                if (wanted.test(entry.getKey())) {
                    try (InputStream content = zip.getInputStream(entry.getValue())) {
                        reader.read(entry.getKey(), entry.getValue().getSize(), content);
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
