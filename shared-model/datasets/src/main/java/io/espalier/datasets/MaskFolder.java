package io.espalier.datasets;

import io.espalier.contracts.DataSpec;
import io.espalier.datasets.source.DatasetFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// `SPLIT/images/NAME.{jpg,jpeg,png}` with `SPLIT/labels/NAME.png` (or `masks/`, `annotations/`), a class index a
/// pixel: of a palette, or as grey value.
///
/// `classes.txt`, beside the splits or in one, names the classes, one a line from index 0. Without it, the names
/// are the numbers up to the largest in any split. The ignored index is no class when it is the last one named.
final class MaskFolder implements Layout.Described {

    private static final String CLASS_NAMES_FILE = "classes.txt";
    private static final List<String> MASK_FOLDERS = List.of("labels", "masks", "annotations");

    private final String split;
    private final Set<String> splits;
    private final FramedDecoder frames;
    private final int ignoreIndex;
    private final AtomicInteger largestIndex = new AtomicInteger(-1);
    private final Map<String, String> unreadableMasks = new ConcurrentHashMap<>();
    private @Nullable List<String> namedClasses;

    MaskFolder(DataSpec spec, String split) {
        this.split = split;
        this.splits = Splits.of(spec, split);
        this.frames = new FramedDecoder(spec.preprocessing().resize());
        @Nullable Integer ignored = spec.ignoreIndex();
        this.ignoreIndex = ignored == null ? Targets.IGNORED : ignored;
    }

    @Override
    public AnnotationKind kind() {
        return AnnotationKind.MASKS;
    }

    @Override
    public boolean describes(String path) {
        return path.equals(CLASS_NAMES_FILE) || splits.stream().anyMatch(s -> path.equals(s + "/" + CLASS_NAMES_FILE));
    }

    @Override
    public void read(String path, InputStream content) throws IOException {
        List<String> names = new ArrayList<>(new String(DatasetFiles.readWhole(path, content), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(n -> !n.isEmpty())
                .toList());
        if (names.size() == ignoreIndex + 1) {
            names.remove(ignoreIndex);
        }
        if (namedClasses != null && !namedClasses.equals(names)) {
            throw DatasetFailure.invalid("'" + path + "' names the classes " + names + ", another file of that name "
                    + namedClasses + "; keep one");
        }
        namedClasses = List.copyOf(names);
    }

    @Override
    public Optional<String> absent() {
        return Optional.empty();
    }

    @Override
    public List<String> missing() {
        return List.of();
    }

    @Override
    public boolean wants(String path) {
        boolean image = path.startsWith(split + "/images/") && FramedDecoder.isImage(path);
        return image || isMaskOf(split, path) || (namedClasses == null && isAnyMask(path));
    }

    @Override
    public List<DecodedImage> decode(String path, byte[] content) throws CorruptImageException {
        if (!isAnyMask(path)) {
            return List.of(frames.image(path, content));
        }
        try {
            DecodedImage mask = ImageDecoder.decodeIndices(path, content);
            admit(path, mask.samples());
            return isMaskOf(split, path) ? List.of(frames.framed(mask)) : List.of();
        } catch (CorruptImageException e) { // its image may be read yet
            unreadableMasks.put(path, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    /// Marks the pixels without label, in place.
    private void admit(String path, byte[] mask) {
        int classes = namedClasses == null ? Targets.IGNORED : namedClasses.size();
        int largest = -1;
        for (int i = 0; i < mask.length; i++) {
            int value = mask[i] & 0xff;
            if (value == ignoreIndex) {
                mask[i] = (byte) Targets.IGNORED;
            } else if (value != Targets.IGNORED) {
                largest = Math.max(largest, value);
            }
        }
        if (largest >= classes) {
            throw DatasetFailure.invalid("mask '" + path + "' has the value " + largest + "; there are " + classes
                    + " classes, numbered from 0; name the value without label in data.ignore-index, "
                    + "or all classes in " + CLASS_NAMES_FILE);
        }
        largestIndex.accumulateAndGet(largest, Math::max);
    }

    @Override
    public Comparator<String> order() {
        return Comparator.naturalOrder();
    }

    @Override
    public Example example(ImageSpool.Arrival image, Map<String, ImageSpool.Arrival> masks)
            throws CorruptImageException {
        String name = image.path()
                .substring((split + "/images/").length(), image.path().lastIndexOf('.'));
        for (String folder : MASK_FOLDERS) {
            String path = split + "/" + folder + "/" + name + ".png";
            if (unreadableMasks.containsKey(path)) {
                throw new CorruptImageException(unreadableMasks.get(path));
            }
            ImageSpool.@Nullable Arrival mask = masks.get(path);
            if (mask != null) {
                requireSameExtent(image, mask);
                return Example.masked(image, mask);
            }
        }
        throw new CorruptImageException(
                "'" + image.path() + "' has no mask '" + split + "/" + MASK_FOLDERS.get(0) + "/" + name + ".png'");
    }

    private static void requireSameExtent(ImageSpool.Arrival image, ImageSpool.Arrival mask)
            throws CorruptImageException {
        if (!image.framing().equals(mask.framing())) {
            throw new CorruptImageException(
                    "'" + image.path() + "' has " + image.framing().sourceExtent() + ", its mask '" + mask.path()
                            + "' has " + mask.framing().sourceExtent());
        }
    }

    @Override
    public List<String> classNames() {
        return namedClasses != null
                ? namedClasses
                : IntStream.rangeClosed(0, largestIndex.get())
                        .mapToObj(String::valueOf)
                        .toList();
    }

    @Override
    public String expected() {
        return split + "/images/NAME.jpg (or .jpeg, .png) and " + split + "/labels/NAME.png";
    }

    private boolean isAnyMask(String path) {
        return splits.stream().anyMatch(s -> isMaskOf(s, path));
    }

    private static boolean isMaskOf(String split, String path) {
        return path.endsWith(".png") && MASK_FOLDERS.stream().anyMatch(f -> path.startsWith(split + "/" + f + "/"));
    }
}
