package io.espalier.datasets;

import io.espalier.contracts.DataSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// `SPLIT/NAME.{jpg,jpeg,png}`, in folders of any depth, in the order of the paths.
final class UnlabelledImages implements Layout {

    private final String split;
    private final FramedDecoder frames;

    UnlabelledImages(DataSpec spec, String split) {
        this.split = split;
        this.frames = new FramedDecoder(spec.preprocessing().resize());
    }

    @Override
    public AnnotationKind kind() {
        return AnnotationKind.NONE;
    }

    @Override
    public boolean wants(String path) {
        return path.startsWith(split + "/") && FramedDecoder.isImage(path);
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
    public Example example(ImageSpool.Arrival image, Map<String, ImageSpool.Arrival> masks) {
        return Example.unlabelled(image);
    }

    @Override
    public List<String> classNames() {
        return List.of();
    }

    @Override
    public String expected() {
        return split + "/NAME.jpg (or .jpeg, .png), in folders or not";
    }
}
