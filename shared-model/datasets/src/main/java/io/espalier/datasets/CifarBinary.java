package io.espalier.datasets;

import io.espalier.contracts.Resize;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// CIFAR-10's binary version: records of a label byte and 3 × 32 × 32 pixel bytes, channel by channel.
///
/// `train` is `data_batch_*.bin`, `test` is `test_batch.bin`, and any split is its `SPLIT.bin`, wherever they lie.
/// Class names come from `batches.meta.txt` if there is one.
///
/// Source: Krizhevsky, _Learning Multiple Layers of Features from Tiny Images_, 2009, and the data set's own page.
final class CifarBinary implements Layout {

    private static final int EXTENT = 32;
    private static final int PIXEL_BYTES = DecodedImage.CHANNELS * EXTENT * EXTENT;
    private static final int RECORD_BYTES = 1 + PIXEL_BYTES;
    private static final String CLASS_NAMES_FILE = "batches.meta.txt";
    private static final List<String> CIFAR_10 =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private final String split;
    private final @Nullable Resize resize;
    private final Pattern batches;
    private volatile List<String> classNames = CIFAR_10;

    CifarBinary(String split, @Nullable Resize resize) {
        this.split = split;
        this.resize = resize;
        String own = Pattern.quote(split) + "\\.bin";
        batches = Pattern.compile("(.*/)?(" + own
                + switch (split) {
                    case "train" -> "|data_batch_\\d+\\.bin";
                    case "test" -> "|test_batch\\.bin";
                    default -> "";
                }
                + ")");
    }

    @Override
    public boolean wants(String path) {
        return batches.matcher(path).matches() || isClassNames(path);
    }

    @Override
    public List<DecodedImage> decode(String path, byte[] content) {
        if (isClassNames(path)) {
            classNames = classNames(path, content);
            return List.of();
        }
        int surplus = content.length % RECORD_BYTES;
        if (surplus != 0) {
            throw DatasetFailure.invalid(
                    "'" + path + "' must be records of " + RECORD_BYTES + " bytes; its last one has only " + surplus);
        }
        List<DecodedImage> images = new ArrayList<>(content.length / RECORD_BYTES);
        for (int at = 0; at < content.length; at += RECORD_BYTES) {
            byte[] chw = Arrays.copyOfRange(content, at + 1, at + RECORD_BYTES);
            images.add(
                    new DecodedImage(chw, DecodedImage.CHANNELS, Framing.identity(EXTENT, EXTENT), content[at] & 0xff)
                            .framed(Framing.of(resize, EXTENT, EXTENT)));
        }
        return images;
    }

    @Override
    public Comparator<String> order() {
        return Comparator.naturalOrder();
    }

    @Override
    public Example example(ImageSpool.Arrival image, Map<String, ImageSpool.Arrival> masks) {
        if (image.recordedLabel() >= classNames.size()) {
            throw DatasetFailure.invalid("'" + image.path() + "' has an image of label " + image.recordedLabel()
                    + "; labels must be in [0, " + classNames.size() + ")");
        }
        return Example.labelled(image, image.recordedLabel());
    }

    @Override
    public AnnotationKind kind() {
        return AnnotationKind.LABELS;
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public String expected() {
        return switch (split) {
            case "train" -> "data_batch_1.bin … data_batch_5.bin, or train.bin";
            case "test" -> "test_batch.bin, or test.bin";
            default -> split + ".bin";
        };
    }

    private static boolean isClassNames(String path) {
        return path.equals(CLASS_NAMES_FILE) || path.endsWith("/" + CLASS_NAMES_FILE);
    }

    private static List<String> classNames(String path, byte[] content) {
        List<String> names = new String(content, StandardCharsets.UTF_8)
                .lines()
                .filter(n -> !n.isBlank())
                .toList();
        if (names.size() < 2) {
            throw DatasetFailure.invalid("'" + path + "' must name at least two classes, one a line, was " + names);
        }
        return names;
    }
}
