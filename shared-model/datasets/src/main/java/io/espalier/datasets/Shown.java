package io.espalier.datasets;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/// What the images of a split show, by index, as the cache's header has it: a byte for the kind, then
///
/// ```
/// 0, labels   n × 4 bytes
/// 1, masks    nothing: they follow the pixels
/// 2, boxes    for each image: 4 bytes k, then k × (4 float corners, 4 bytes class, 1 byte crowd)
/// 3, none     nothing
/// ```
///
/// @param kind   of all images
/// @param labels shape `(n)`, empty for other kinds
/// @param boxes  of each image, empty for other kinds
@SuppressWarnings("ArrayRecordComponent") // private to this package, never compared
record Shown(AnnotationKind kind, int[] labels, List<BoxList> boxes) {

    static Shown of(AnnotationKind kind, List<Example> examples) {
        int[] labels = kind == AnnotationKind.LABELS
                ? examples.stream().mapToInt(Example::label).toArray()
                : new int[0];
        List<BoxList> boxes = kind == AnnotationKind.BOXES
                ? examples.stream().map(Example::boxes).toList()
                : List.of();
        return new Shown(kind, labels, boxes);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(
                switch (kind) {
                    case LABELS -> 0;
                    case MASKS -> 1;
                    case BOXES -> 2;
                    case NONE -> 3;
                });
        for (int label : labels) {
            out.writeInt(label);
        }
        for (BoxList image : boxes) {
            write(image, out);
        }
    }

    private static void write(BoxList image, DataOutputStream out) throws IOException {
        out.writeInt(image.size());
        for (int k = 0; k < image.size(); k++) {
            for (int corner = 0; corner < 4; corner++) {
                out.writeFloat(image.corners()[4 * k + corner]);
            }
            out.writeInt(image.classes()[k]);
            out.writeBoolean(image.crowd()[k]);
        }
    }

    /// @param size  number of images
    /// @param limit no count can be larger
    static Shown read(DataInputStream in, int size, long limit) throws IOException {
        int code = in.readByte();
        return switch (code) {
            case 0 -> {
                int[] labels = new int[size];
                for (int i = 0; i < size; i++) {
                    labels[i] = in.readInt();
                }
                yield new Shown(AnnotationKind.LABELS, labels, List.of());
            }
            case 1 -> new Shown(AnnotationKind.MASKS, new int[0], List.of());
            case 2 -> {
                BoxList[] boxes = new BoxList[size];
                for (int i = 0; i < size; i++) {
                    boxes[i] = readBoxes(in, limit);
                }
                yield new Shown(AnnotationKind.BOXES, new int[0], List.of(boxes));
            }
            case 3 -> new Shown(AnnotationKind.NONE, new int[0], List.of());
            default -> throw new IOException("unknown kind of annotation: " + code);
        };
    }

    private static BoxList readBoxes(DataInputStream in, long limit) throws IOException {
        int count = ImageHeader.count(in, 0, limit / 21); // bytes of a box
        BoxList boxes = new BoxList(new float[4 * count], new int[count], new boolean[count]);
        for (int k = 0; k < count; k++) {
            for (int corner = 0; corner < 4; corner++) {
                boxes.corners()[4 * k + corner] = in.readFloat();
            }
            boxes.classes()[k] = in.readInt();
            boxes.crowd()[k] = in.readBoolean();
        }
        return boxes;
    }
}
