package io.espalier.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.Augmentation;
import io.espalier.contracts.DataFormat;
import io.espalier.contracts.DataSpec;
import io.espalier.contracts.Preprocessing;
import io.espalier.contracts.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {

    private static final int HEIGHT = 40;
    private static final int WIDTH = 56;
    private static final List<Double> UNSCALED = List.of(1.0, 1.0);

    /// Digests of 12 batches (labels, then the bits of each float, big-endian) made by version 0.1 before zoom and
    /// jitter existed.
    @Test
    void withoutZoomAndJitterBatchesAreThoseOfVersion01() {
        assertThat(digest(new Augmentation(true, 2)))
                .isEqualTo("c97ead552bc4c57f15d2a97ce89378a5e4b7a03ff332b2f58915a3a9a9ee8cf2");
        assertThat(digest(new Augmentation(false, 3, UNSCALED, 0)))
                .isEqualTo("7a2598d09e7e23de2d43dccb070207c59567e5569660d4e5bbf60b2b837214b9");
        assertThat(digest(new Augmentation(true, 0)))
                .isEqualTo("63e577b3df87b2337ef34ee165548cd7ff466891a8b2ca01cb0a5503c883612d");
        assertThat(digest(Augmentation.NONE))
                .isEqualTo("a7795d4a6288d8f9eb9400dc37ea14e989dde65646fc207c5471f07dc0339c10");
    }

    private static String digest(Augmentation augmentation) {
        Preprocessing imageNet =
                new Preprocessing(1.0 / 255, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225), null);
        DataSpec spec = new DataSpec(
                "x", DataFormat.IMAGE_FOLDER, "train", "test", null, null, 0, null, 20, imageNet, augmentation);
        TrainingBatches batches = new TrainingBatches(new NumberedImages(3, 9, 8), spec, 5, 42);
        MessageDigest digest = Sha256.digest();
        for (int step = 0; step < 12; step++) {
            Batch batch = batches.batch(step / 4, step % 4);
            for (long label : batch.labels()) {
                digest.update((byte) label);
            }
            ByteBuffer bits = ByteBuffer.allocate(batch.images().remaining() * Float.BYTES);
            bits.asFloatBuffer().put(batch.images());
            digest.update(bits);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// A box drawn as a mask and then moved covers what the moved box covers, to a pixel at each side.
    @Test
    void boxesMasksAndPixelsMoveTogether() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 200; round++) {
            Placement placement = new Placement(
                    random.nextInt(-6, 7),
                    random.nextInt(-6, 7),
                    random.nextBoolean(),
                    round % 2 == 0 ? 1 : random.nextDouble(0.5, 2),
                    ColourJitter.NONE);
            int left = random.nextInt(4, 30);
            int top = random.nextInt(4, 20);
            float[] box = {left, top, left + random.nextInt(8, 20), top + random.nextInt(8, 16)};
            byte[] drawn = drawn(box);
            byte[] pixels = new byte[3 * drawn.length];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (drawn[i % drawn.length] * 200);
            }

            BoxList boxes = boxes(AnnotatedImages.boxed(pixels, boxList(box), HEIGHT, WIDTH), placement);
            Batch masked = batch(AnnotatedImages.masked(pixels, drawn, HEIGHT, WIDTH), placement);

            int[] extent = extent(masks(masked));
            double tolerance = placement.zoom() == 1 ? 0 : 0.5 + 1e-4; // a centre is in or out
            assertThat(boxes.size()).isEqualTo(1);
            for (int corner = 0; corner < 4; corner++) {
                assertThat((double) boxes.corners()[corner])
                        .as("%s of %s at %s", corner, Arrays.toString(box), placement)
                        .isCloseTo((double) extent[corner], within(tolerance));
            }
            assertPixelsFollowMask(masked, placement.zoom());
        }
    }

    /// Where the mask says inside, pixels are nearer to the inside's colour, but for ties of the interpolation.
    private static void assertPixelsFollowMask(Batch batch, double zoom) {
        byte[] mask = masks(batch);
        int disagreeing = 0;
        for (int at = 0; at < mask.length; at++) {
            boolean bright = batch.images().get(at) > 100;
            disagreeing += bright == (mask[at] == 1) ? 0 : 1;
        }
        assertThat(disagreeing).isLessThanOrEqualTo(zoom == 1 ? 0 : 12); // rounded corners, half-covered edges
    }

    @Test
    void pixelsFromOutsideAreBlackAndHaveNoLabel() {
        byte[] pixels = new byte[3 * HEIGHT * WIDTH];
        Arrays.fill(pixels, (byte) 200);
        Placement smaller = new Placement(0, 0, false, 0.5, ColourJitter.NONE);

        Batch batch = batch(AnnotatedImages.masked(pixels, new byte[HEIGHT * WIDTH], HEIGHT, WIDTH), smaller);

        byte[] mask = masks(batch);
        for (int at = 0; at < mask.length; at++) {
            int y = at / WIDTH;
            int x = at % WIDTH;
            boolean inside = y >= 10 && y < 30 && x >= 14 && x < 42;
            assertThat(mask[at] & 0xff).isEqualTo(inside ? 0 : Targets.IGNORED);
            assertThat(batch.images().get(at)).isEqualTo(inside ? 200 : 0);
        }
    }

    @Test
    void flippingTwiceIsNothing() {
        Placement flip = new Placement(0, 0, true, 1, ColourJitter.NONE);
        BoxList list = boxList(3, 4, 17.5f, 20);
        BoxTransform mirror = flip.boxes(WIDTH, HEIGHT);

        assertThat(mirror.apply(mirror.apply(list)).corners()).isEqualTo(list.corners());
        assertThat(mirror.apply(list).corners()).containsExactly(WIDTH - 17.5f, 4, WIDTH - 3, 20);

        byte[] mask = drawn(new float[] {3, 4, 17, 20});
        byte[] once = masks(batch(AnnotatedImages.masked(new byte[3 * mask.length], mask, HEIGHT, WIDTH), flip));
        byte[] twice = masks(batch(AnnotatedImages.masked(new byte[3 * mask.length], once, HEIGHT, WIDTH), flip));
        assertThat(once).isNotEqualTo(mask);
        assertThat(twice).isEqualTo(mask);
    }

    /// The formulas of [ColourJitter], pixel by pixel, in double.
    @Test
    void jitterFollowsItsFormulas() {
        byte[] pixels = new byte[3 * HEIGHT * WIDTH];
        new SplittableRandom(3).nextBytes(pixels);
        ColourJitter jitter = new ColourJitter(1.3f, 0.6f, 1.4f);
        int plane = HEIGHT * WIDTH;
        double[] expected = new double[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            expected[i] = cut(1.3 * (pixels[i] & 0xff));
        }
        double mean = 0;
        for (int i = 0; i < plane; i++) {
            mean += grey(expected, i, plane) / plane;
        }
        for (int i = 0; i < pixels.length; i++) {
            expected[i] = cut(0.6 * expected[i] + 0.4 * mean);
        }
        byte[] changed = pixels.clone();

        new ColourChange().apply(jitter, changed);

        for (int i = 0; i < pixels.length; i++) {
            double saturated = cut(1.4 * expected[i] - 0.4 * grey(expected, i % plane, plane));
            assertThat((double) (changed[i] & 0xff)).isCloseTo(saturated, within(0.5 + 1e-3));
        }
    }

    @Test
    void drawsAreWithinTheirBoundsAndRepeatable() {
        Augmentation all = new Augmentation(true, 4, List.of(0.5, 2.0), 0.4);
        int shrunk = 0;
        for (int i = 0; i < 1000; i++) {
            Placement placement = Augmenter.of(all, 1, 3).of(i);
            assertThat(placement).isEqualTo(Augmenter.of(all, 1, 3).of(i));
            assertThat(placement.zoom()).isBetween(0.5, 2.0);
            assertThat(placement.colours().brightness()).isBetween(0.6f, 1.4f);
            assertThat(placement.colours().contrast())
                    .isNotEqualTo(placement.colours().saturation());
            shrunk += placement.zoom() < 1 ? 1 : 0;
        }
        assertThat(shrunk).as("log-uniform: half of 1000").isBetween(440, 560);
    }

    private static double grey(double[] chw, int at, int plane) {
        return 0.299 * chw[at] + 0.587 * chw[plane + at] + 0.114 * chw[2 * plane + at];
    }

    private static double cut(double value) {
        return Math.clamp(value, 0, 255);
    }

    private static Batch batch(ImageDataset data, Placement placement) {
        return new BatchAssembler(data, Fixtures.PLAIN, 1).assemble(new int[1], 0, 1, index -> placement);
    }

    private static byte[] masks(Batch batch) {
        return ((Targets.Masks) batch.targets()).classes();
    }

    private static BoxList boxes(ImageDataset data, Placement placement) {
        return ((Targets.Boxes) batch(data, placement).targets()).images().get(0);
    }

    private static BoxList boxList(float... corners) {
        return new BoxList(corners, new int[] {1}, new boolean[1]);
    }

    private static byte[] drawn(float[] box) {
        byte[] mask = new byte[HEIGHT * WIDTH];
        for (int y = (int) box[1]; y < box[3]; y++) {
            Arrays.fill(mask, y * WIDTH + (int) box[0], y * WIDTH + (int) box[2], (byte) 1);
        }
        return mask;
    }

    private static int[] extent(byte[] mask) {
        int[] extent = {WIDTH, HEIGHT, 0, 0};
        for (int at = 0; at < mask.length; at++) {
            if (mask[at] == 1) {
                extent[0] = Math.min(extent[0], at % WIDTH);
                extent[1] = Math.min(extent[1], at / WIDTH);
                extent[2] = Math.max(extent[2], at % WIDTH + 1);
                extent[3] = Math.max(extent[3], at / WIDTH + 1);
            }
        }
        return extent;
    }
}
