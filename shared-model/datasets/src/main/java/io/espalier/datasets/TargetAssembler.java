package io.espalier.datasets;

import java.util.ArrayList;
import java.util.List;

/// Collects what the images of one batch show, moved with them. A batch owns its targets.
sealed interface TargetAssembler {

    /// @param index     of the image in the data set
    /// @param placement as its pixels are placed
    void add(int index, Placement placement);

    Targets targets();

    /// @param size of the batch
    static TargetAssembler of(ImageDataset data, PlaneWindow window, byte[] scratch, int size) {
        return switch (data.kind()) {
            case LABELS -> new OfLabels(data, size);
            case MASKS -> new OfMasks(data, window, scratch, size);
            case BOXES -> new OfBoxes(data);
            case NONE -> new OfNothing();
        };
    }

    /// Labels stay.
    final class OfLabels implements TargetAssembler {

        private final ImageDataset data;
        private final long[] labels;
        private int added;

        private OfLabels(ImageDataset data, int size) {
            this.data = data;
            this.labels = new long[size];
        }

        @Override
        public void add(int index, Placement placement) {
            labels[added++] = data.label(index);
        }

        @Override
        public Targets targets() {
            return new Targets.Labels(labels);
        }
    }

    /// Pixels that come from outside of the image have no label.
    final class OfMasks implements TargetAssembler {

        private final ImageDataset data;
        private final PlaneWindow window;
        private final byte[] mask;
        private final byte[] masks;
        private int added;

        private OfMasks(ImageDataset data, PlaneWindow window, byte[] scratch, int size) {
            this.data = data;
            this.window = window;
            this.mask = scratch;
            this.masks = new byte[Math.multiplyExact(size, data.height() * data.width())];
        }

        @Override
        public void add(int index, Placement placement) {
            int plane = data.height() * data.width();
            data.mask(index, mask);
            if (placement.keepsPlaces()) {
                System.arraycopy(mask, 0, masks, added * plane, plane);
            } else {
                window.aim(placement);
                window.look(mask, (byte) Targets.IGNORED, masks, added * plane);
            }
            added++;
        }

        @Override
        public Targets targets() {
            return new Targets.Masks(masks, data.height(), data.width());
        }
    }

    /// Boxes that are hardly in the window are no examples, see [BoxTransform#forTraining].
    final class OfBoxes implements TargetAssembler {

        private final ImageDataset data;
        private final List<BoxList> images = new ArrayList<>();

        private OfBoxes(ImageDataset data) {
            this.data = data;
        }

        @Override
        public void add(int index, Placement placement) {
            if (data.annotation(index) instanceof Annotation.Objects objects) {
                images.add(
                        placement.keepsPlaces()
                                ? objects.boxes()
                                : placement.boxes(data.width(), data.height()).forTraining(objects.boxes()));
            }
        }

        @Override
        public Targets targets() {
            return new Targets.Boxes(images);
        }
    }

    final class OfNothing implements TargetAssembler {

        @Override
        public void add(int index, Placement placement) {}

        @Override
        public Targets targets() {
            return new Targets.None();
        }
    }
}
