package io.espalier.datasets;

import io.espalier.contracts.DataSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// `SPLIT/CLASS/NAME.{jpg,jpeg,png}`, in folders of any depth below the class.
///
/// Classes are those of the asked split and of the spec's two splits together, in alphabetical (UTF-16) order, so that
/// a label means the same class in each of them.
final class ImageFolder implements Layout {

    private final String split;
    private final FramedDecoder frames;
    private final Set<String> splits;
    private final SortedSet<String> classes = new TreeSet<>();

    ImageFolder(DataSpec spec, String split) {
        this.split = split;
        this.frames = new FramedDecoder(spec.preprocessing().resize());
        this.splits = Set.copyOf(List.of(split, spec.train(), spec.validation()).stream()
                .distinct()
                .toList());
    }

    @Override
    public boolean wants(String path) {
        if (!FramedDecoder.isImage(path)) {
            return false;
        }
        splits.stream().filter(s -> isIn(s, path)).forEach(s -> classes.add(className(s, path)));
        return isIn(split, path);
    }

    @Override
    public List<DecodedImage> decode(String path, byte[] content) throws CorruptImageException {
        return List.of(frames.image(path, content));
    }

    @Override
    public Comparator<String> order() {
        return Comparator.comparing((String path) -> className(split, path)).thenComparing(Comparator.naturalOrder());
    }

    @Override
    public Example example(ImageSpool.Arrival image, Map<String, ImageSpool.Arrival> masks) {
        return Example.labelled(
                image, classes.headSet(className(split, image.path())).size());
    }

    @Override
    public AnnotationKind kind() {
        return AnnotationKind.LABELS;
    }

    @Override
    public List<String> classNames() {
        return List.copyOf(classes);
    }

    @Override
    public String expected() {
        return split + "/CLASS/NAME.jpg (or .jpeg, .png)";
    }

    private static boolean isIn(String split, String path) {
        return path.startsWith(split + "/") && path.indexOf('/', split.length() + 1) > 0;
    }

    private static String className(String split, String path) {
        return path.substring(split.length() + 1, path.indexOf('/', split.length() + 1));
    }
}
