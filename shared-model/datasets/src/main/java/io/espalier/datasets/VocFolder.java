package io.espalier.datasets;

import io.espalier.contracts.DataSpec;
import io.espalier.datasets.source.DatasetFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `JPEGImages/NAME.{jpg,jpeg,png}`, `Annotations/NAME.xml` and `ImageSets/Main/SPLIT.txt`, in the order of the names.
///
/// The classes are those of the objects in the asked split and in the spec's two splits together, in alphabetical
/// order.
///
/// Source: Everingham et al., _The PASCAL Visual Object Classes Challenge_, IJCV 88, 2010, and its development kit.
final class VocFolder implements Layout.Described {

    private static final String IMAGES = "JPEGImages/";
    private static final String ANNOTATIONS = "Annotations/";

    private final String split;
    private final Set<String> splits;
    private final FramedDecoder frames;
    private final Map<String, Set<String>> namesBySplit = new HashMap<>();
    private final Map<String, VocAnnotation> annotations = new HashMap<>();
    private final Map<String, String> unreadable = new HashMap<>();
    private final Set<String> present = new HashSet<>();
    private final SortedSet<String> classes = new TreeSet<>();

    VocFolder(DataSpec spec, String split) {
        this.split = split;
        this.splits = Splits.of(spec, split);
        this.frames = new FramedDecoder(spec.preprocessing().resize());
    }

    @Override
    public AnnotationKind kind() {
        return AnnotationKind.BOXES;
    }

    @Override
    public boolean describes(String path) {
        return isAnnotation(path) || splits.stream().anyMatch(s -> path.equals(listOf(s)));
    }

    @Override
    public void read(String path, InputStream content) throws IOException {
        byte[] whole = DatasetFiles.readWhole(path, content);
        if (isAnnotation(path)) {
            readAnnotation(path, whole);
        } else {
            splits.stream().filter(s -> path.equals(listOf(s))).forEach(s -> namesBySplit.put(s, names(whole)));
        }
    }

    private void readAnnotation(String path, byte[] content) {
        String name = name(ANNOTATIONS, path);
        try {
            annotations.put(name, VocAnnotation.parse(path, content));
        } catch (CorruptImageException e) { // matters only if a split lists it
            unreadable.put(name, String.valueOf(e.getMessage()));
        }
    }

    /// The first word of each line: some lists say after it whether the image is a positive example.
    private static Set<String> names(byte[] content) {
        Set<String> names = new LinkedHashSet<>();
        new String(content, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> names.add(line.split("\\s+", 2)[0]));
        return names;
    }

    @Override
    public Optional<String> absent() {
        if (!namesBySplit.containsKey(split)) {
            return Optional.of(listOf(split));
        }
        namesBySplit.values().forEach(names -> names.stream()
                .map(annotations::get)
                .filter(a -> a != null)
                .forEach(a -> classes.addAll(a.classNames())));
        return Optional.empty();
    }

    @Override
    public List<String> missing() {
        return listed().stream()
                .filter(name -> !present.contains(name))
                .map(name -> IMAGES + name)
                .toList();
    }

    @Override
    public boolean wants(String path) {
        boolean image = path.startsWith(IMAGES) && FramedDecoder.isImage(path);
        return image && listed().contains(name(IMAGES, path)) && present.add(name(IMAGES, path));
    }

    private Set<String> listed() {
        return namesBySplit.getOrDefault(split, Set.of());
    }

    @Override
    public List<DecodedImage> decode(String path, byte[] content) throws CorruptImageException {
        return List.of(frames.image(path, content));
    }

    @Override
    public Comparator<String> order() {
        return Comparator.naturalOrder();
    }

    @Override
    public Example example(ImageSpool.Arrival image, Map<String, ImageSpool.Arrival> masks)
            throws CorruptImageException {
        String name = name(IMAGES, image.path());
        @Nullable VocAnnotation annotation = annotations.get(name);
        if (annotation == null) {
            throw new CorruptImageException(unreadable.getOrDefault(
                    name, "'" + image.path() + "' has no annotation '" + ANNOTATIONS + name + ".xml'"));
        }
        annotation.requireExtent(image.path(), image.framing());
        List<String> names = new ArrayList<>(classes);
        return Example.boxed(image, annotation.boxes(names));
    }

    @Override
    public List<String> classNames() {
        return List.copyOf(classes);
    }

    @Override
    public String expected() {
        return listOf(split) + ", " + IMAGES + "NAME.jpg (or .jpeg, .png) and " + ANNOTATIONS + "NAME.xml";
    }

    private static boolean isAnnotation(String path) {
        return path.startsWith(ANNOTATIONS) && path.endsWith(".xml");
    }

    private static String name(String folder, String path) {
        return path.substring(folder.length(), path.lastIndexOf('.'));
    }

    private static String listOf(String split) {
        return "ImageSets/Main/" + split + ".txt";
    }
}
