package io.espalier.datasets.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// @param root the data set's folder; symbolic links in it are followed
record DirectoryFiles(Path root) implements DatasetFiles {

    @Override
    public String identity() {
        StringBuilder identity = new StringBuilder(root.toString());
        try {
            for (var file : sorted().entrySet()) {
                BasicFileAttributes attributes = Files.readAttributes(file.getValue(), BasicFileAttributes.class);
                identity.append('\n').append(file.getKey());
                identity.append(' ').append(attributes.size());
                identity.append(' ').append(attributes.lastModifiedTime());
            }
            return identity.toString();
        } catch (IOException e) {
            throw SourceFailure.unreadable(root.toString(), e);
        }
    }

    @Override
    public String where() {
        return "'" + root + "'";
    }

    @Override
    public int stream(Predicate<String> wanted, StreamReader reader) {
        try {
            SortedMap<String, Path> files = sorted();
            for (var file : files.entrySet()) {
                if (wanted.test(file.getKey())) {
                    try (InputStream content = Files.newInputStream(file.getValue())) {
                        reader.read(file.getKey(), Files.size(file.getValue()), content);
                    }
                }
            }
            return files.size();
        } catch (IOException e) {
            throw SourceFailure.unreadable(root.toString(), e);
        }
    }

    private SortedMap<String, Path> sorted() throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            all.filter(Files::isRegularFile).forEach(file -> {
                String path =
                        DatasetFiles.below("", root.relativize(file).toString().replace('\\', '/'));
                if (!path.isEmpty()) {
                    files.put(path, file);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return files;
    }
}
