package io.espalier.datasets;

import io.espalier.contracts.DataSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `SPLIT/NAME` with `annotations/instances_SPLIT.json`, in the order of the paths.
///
/// The classes are the categories of the asked split's file and of the spec's two splits' together, by ascending id.
/// An image without annotations is one without objects.
///
/// Source: Lin et al., _Microsoft COCO_, arXiv:1405.0312; format at cocodataset.org, "Data format", 1 and 2.
final class CocoFolder implements Layout.Described {

    private final String split;
    private final Set<String> splits;
    private final FramedDecoder frames;
    private final SortedMap<Long, String> categories = new TreeMap<>();
    private final Map<String, CocoInstances.Image> images = new HashMap<>();
    private final Set<String> present = new HashSet<>();
    private @Nullable CocoInstances instances;

    CocoFolder(DataSpec spec, String split) {
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
        return splits.stream().anyMatch(s -> path.equals(fileOf(s)));
    }

    @Override
    public void read(String path, InputStream content) throws IOException {
        CocoInstances read = CocoInstances.parse(path, content);
        read.categories().forEach((id, name) -> {
            @Nullable String other = categories.putIfAbsent(id, name);
            if (other != null && !other.equals(name)) {
                throw DatasetFailure.invalid("'" + path + "' calls category " + id + " '" + name
                        + "', the file of another split calls it '" + other + "'");
            }
        });
        if (path.equals(fileOf(split))) {
            instances = read;
            read.images().forEach(image -> images.put(split + "/" + image.fileName(), image));
        }
    }

    @Override
    public Optional<String> absent() {
        return instances == null ? Optional.of(fileOf(split)) : Optional.empty();
    }

    @Override
    public List<String> missing() {
        List<String> missing = new ArrayList<>(images.keySet());
        missing.removeAll(present);
        return missing;
    }

    @Override
    public boolean wants(String path) {
        boolean listed = images.containsKey(path);
        if (listed) {
            present.add(path);
        }
        return listed;
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
        CocoInstances.Image listed = Objects.requireNonNull(images.get(image.path())); // no other is wanted
        Framing found = image.framing();
        if (listed.width() != found.sourceWidth() || listed.height() != found.sourceHeight()) {
            throw new CorruptImageException("'" + image.path() + "' has " + found.sourceExtent() + ", but '"
                    + fileOf(split) + "' says " + listed.width() + "x" + listed.height());
        }
        List<CocoInstances.Box> boxes = listed.boxes();
        BoxList list = new BoxList(new float[4 * boxes.size()], new int[boxes.size()], new boolean[boxes.size()]);
        for (int k = 0; k < boxes.size(); k++) {
            CocoInstances.Box box = boxes.get(k);
            System.arraycopy(box.corners(), 0, list.corners(), 4 * k, 4);
            list.classes()[k] = categories.headMap(box.category()).size();
            list.crowd()[k] = box.crowd();
        }
        return Example.boxed(image, list);
    }

    @Override
    public List<String> classNames() {
        return List.copyOf(categories.values());
    }

    @Override
    public String expected() {
        return split + "/NAME and " + fileOf(split);
    }

    private static String fileOf(String split) {
        return "annotations/instances_" + split + ".json";
    }
}
