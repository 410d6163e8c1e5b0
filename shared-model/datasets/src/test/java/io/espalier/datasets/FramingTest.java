package io.espalier.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.Resize;
import io.espalier.contracts.Resize.Mode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Against Pillow 13: `Image.fromarray(p).resize((w, h), BILINEAR)` and `NEAREST`, for
/// `p[y, x] = (37 x² + 91 y + 13 x y) mod 256` of shape (9, 11).
class FramingTest {

    /// Pillow rounds after each axis, this once.
    private static final int ROUNDINGS = 1;

    private static final byte[] PATTERN = pattern(9, 11);

    @Test
    void reducesAndEnlargesAsPillowDoes() {
        assertBilinear(
                4, 5, 98, 121, 135, 110, 106, 134, 160, 135, 125, 100, 130, 140, 115, 130, 167, 152, 139, 145, 119,
                112);
        assertBilinear(
                9, 4, 57, 101, 68, 120, 101, 154, 152, 94, 184, 127, 155, 105, 119, 201, 85, 56, 140, 100, 160, 200,
                146, 141, 125, 150, 95, 109, 94, 162, 201, 166, 139, 112, 122, 129, 142, 86);
        assertBilinear(
                13, 17, 0, 17, 50, 122, 119, 77, 79, 107, 157, 89, 43, 23, 46, 92, 167, 147, 116, 49, 70, 90, 78, 104,
                148, 154, 138, 103, 129, 136, 120, 67, 61, 141, 124, 97, 112, 137, 149, 66, 95, 179, 191, 160, 93, 163,
                197, 187, 105, 66, 113, 96, 73, 175, 205, 223, 145, 106, 93, 110, 147, 201, 162, 139, 135, 163, 160,
                100, 67, 49, 80, 114, 157, 187, 183, 163, 187, 182, 151, 105, 81, 83, 129, 135, 68, 39, 24, 45, 83, 134,
                183, 189, 175, 205, 170, 82, 93, 102, 111, 115, 114, 103, 89, 79, 108, 150, 186, 126, 96, 88, 124, 95,
                13, 144, 222, 236, 142, 116, 225, 238, 232, 171, 134, 103, 163, 181, 168, 95, 83, 121, 143, 165, 184,
                96, 76, 191, 210, 208, 136, 112, 95, 148, 167, 162, 107, 99, 131, 108, 107, 132, 108, 111, 168, 181,
                184, 41, 95, 149, 107, 94, 103, 143, 133, 81, 65, 63, 81, 155, 192, 152, 153, 159, 104, 163, 223, 186,
                179, 182, 114, 120, 189, 178, 131, 41, 109, 151, 118, 124, 135, 167, 174, 177, 146, 146, 158, 135, 143,
                179, 174, 149, 104, 112, 111, 84, 96, 111, 216, 162, 96, 70, 74, 99, 169, 174, 125, 124, 145, 193, 133,
                80, 57, 74, 92);
    }

    @Test
    void looksMasksUpAsPillowDoes() {
        assertNearest(
                4, 5, 141, 207, 57, 203, 133, 93, 211, 113, 55, 37, 45, 215, 169, 163, 197, 253, 219, 225, 15, 101);
        assertNearest(
                9, 4, 37, 80, 52, 181, 141, 223, 221, 133, 245, 110, 134, 85, 93, 253, 47, 37, 197, 140, 216, 245, 45,
                27, 129, 197, 149, 170, 42, 149, 253, 57, 211, 101, 101, 200, 124, 53);
    }

    private static void assertBilinear(int height, int width, int... expected) {
        byte[] resized = BilinearResize.apply(PATTERN, 1, Framing.of(new Resize(height, width, Mode.STRETCH), 9, 11));
        assertThat(resized).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(resized[i] & 0xff).as("sample %d", i).isCloseTo(expected[i], within(ROUNDINGS));
        }
    }

    private static void assertNearest(int height, int width, int... expected) {
        byte[] resized =
                Framing.of(new Resize(height, width, Mode.STRETCH), 9, 11).nearest(PATTERN, (byte) 0);
        assertThat(resized).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(resized[i] & 0xff).as("sample %d", i).isEqualTo(expected[i]);
        }
    }

    /// 2:1 into a square: a quarter of border above and below.
    @Test
    void letterboxesOnGreyWithoutLabels() {
        Framing framing = Framing.of(new Resize(8, 8, Mode.LETTERBOX), 10, 20);

        byte[] image = BilinearResize.apply(filled(3 * 200, 50), 3, framing);
        byte[] mask = framing.nearest(filled(200, 3), (byte) Targets.IGNORED);

        for (int y = 0; y < 8; y++) {
            boolean border = y < 2 || y >= 6;
            for (int x = 0; x < 8; x++) {
                assertThat(image[y * 8 + x]).isEqualTo((byte) (border ? 114 : 50));
                assertThat(image[128 + y * 8 + x]).isEqualTo((byte) (border ? 114 : 50));
                assertThat(mask[y * 8 + x]).isEqualTo((byte) (border ? 255 : 3));
            }
        }
        assertThat(framing.boxes().apply(box(5, 0, 20, 10)).corners()).containsExactly(2, 2, 8, 6);
    }

    @Test
    void cropsTheCentre() {
        Framing framing = Framing.of(new Resize(10, 10, Mode.CROP), 10, 20);

        byte[] cut = framing.nearest(columns(10, 20), (byte) 0);
        byte[] filtered = BilinearResize.apply(columns(10, 20), 1, framing);

        for (int at = 0; at < 100; at++) {
            assertThat(cut[at]).isEqualTo((byte) (at % 10 + 5));
            assertThat(filtered[at]).isEqualTo(cut[at]);
        }
        assertThat(framing.boxes().apply(box(7, 2, 12, 9)).corners()).containsExactly(2, 2, 7, 9);
    }

    @Test
    void boxesOfWhichHardlyAnythingIsLeftAreJudgedAndNotLearnedFrom() {
        BoxTransform window = new BoxTransform(1, -10, 1, 0, 20, 20);

        assertThat(window.apply(box(0, 0, 9, 9)).size()).as("outside").isZero();
        assertThat(window.forTraining(box(0, 0, 10, 9)).size())
                .as("at the edge")
                .isZero();
        assertSeen(window, box(0, 0, 11, 10), true, 0, 0, 1, 10); // 1 of 11 columns, under a tenth
        assertSeen(window, box(1, 0, 11, 10), false, 0, 0, 1, 10);
        assertSeen(window, box(10, 0, 10.5f, 10), true, 0, 0, 0.5f, 10);
    }

    private static void assertSeen(BoxTransform window, BoxList box, boolean ignored, float... corners) {
        assertThat(window.apply(box).corners()).containsExactly(corners);
        assertThat(window.apply(box).crowd()).containsExactly(false);
        assertThat(window.forTraining(box).corners()).containsExactly(corners);
        assertThat(window.forTraining(box).crowd()).containsExactly(ignored);
    }

    private static BoxList box(float... corners) {
        return new BoxList(corners, new int[1], new boolean[1]);
    }

    private static byte[] filled(int length, int value) {
        byte[] plane = new byte[length];
        Arrays.fill(plane, (byte) value);
        return plane;
    }

    private static byte[] columns(int height, int width) {
        byte[] plane = new byte[height * width];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (byte) (i % width);
        }
        return plane;
    }

    private static byte[] pattern(int height, int width) {
        byte[] plane = new byte[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                plane[y * width + x] = (byte) (37 * x * x + 91 * y + 13 * x * y);
            }
        }
        return plane;
    }
}
