package io.espalier.datasets;

import io.espalier.datasets.source.DatasetFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Reads the files of a split and joins its images with what they show.
///
/// @param files   of the whole data set
/// @param layout  of the asked split
/// @param spool   takes the pixels
/// @param corrupt takes what cannot be used
record SplitDecoder(DatasetFiles files, Layout layout, ImageSpool spool, CorruptImages corrupt) {

    /// @return in the layout's order, at least one
    List<Example> decode(DecodeListener listener) {
        TreeSet<String> folders = new TreeSet<>();
        if (layout instanceof Layout.Described described) {
            readDescriptions(described, folders);
        }
        int seen;
        try (ImageCollector collector = new ImageCollector(layout, spool, corrupt, listener)) {
            seen = files.visit(
                    path -> {
                        addFolder(path, folders);
                        return layout.wants(path);
                    },
                    collector::add);
            collector.finish();
        }
        if (layout instanceof Layout.Described described) {
            described.missing().forEach(path -> corrupt.add(path, "'" + path + "' is listed, but not there"));
        }
        List<Example> examples = examples();
        corrupt.requireFew(examples.size());
        requireContent(seen, folders, examples);
        return examples;
    }

    private void readDescriptions(Layout.Described described, TreeSet<String> folders) {
        int seen = files.stream(
                path -> {
                    addFolder(path, folders);
                    return described.describes(path);
                },
                (path, sizeBytes, content) -> described.read(path, content));
        requireFiles(seen);
        described.absent().ifPresent(file -> {
            throw DatasetFailure.invalid("no '" + file + "' in " + files.where() + ": expected " + layout.expected()
                    + "; its folders are " + named(folders));
        });
    }

    private List<Example> examples() {
        List<Example> examples = new ArrayList<>(spool.arrivals().size());
        for (ImageSpool.Arrival image : spool.arrivals()) {
            try {
                examples.add(layout.example(image, spool.masks()));
            } catch (CorruptImageException e) {
                corrupt.add(image.path(), String.valueOf(e.getMessage()));
            }
        }
        examples.sort(Comparator.comparing(example -> example.image().path(), layout.order())); // stable within a file
        return examples;
    }

    private void requireContent(int seen, TreeSet<String> folders, List<Example> examples) {
        requireFiles(seen);
        if (examples.isEmpty()) {
            throw DatasetFailure.invalid("no image in " + files.where() + ": expected " + layout.expected()
                    + "; its folders are " + named(folders));
        }
        List<String> names = layout.classNames();
        switch (layout.kind()) {
            case LABELS, MASKS -> require(names.size() >= 2, "at least two classes", names);
            case BOXES -> require(!names.isEmpty(), "a class", names);
            case NONE -> {}
        }
    }

    private void require(boolean condition, String what, List<String> names) {
        if (!condition) {
            throw DatasetFailure.invalid("a data set needs " + what + "; " + files.where() + " has " + names);
        }
    }

    private void requireFiles(int seen) {
        if (seen == 0) {
            throw DatasetFailure.notFound("there is no file in " + files.where());
        }
    }

    private static void addFolder(String path, TreeSet<String> folders) {
        folders.add(path.substring(0, Math.max(path.indexOf('/'), 0)));
    }

    private static List<String> named(TreeSet<String> folders) {
        return folders.stream().filter(f -> !f.isEmpty()).toList();
    }
}
