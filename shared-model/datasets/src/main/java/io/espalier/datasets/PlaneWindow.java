package io.espalier.datasets;

import java.util.Arrays;

/// Looks at planes of one extent through placements that scale, by linear interpolation, or that must not mix values,
/// as masks must not. Does not allocate per image. Not thread-safe.
///
/// Which source samples a row or column of the window needs is the same for all planes of an image: [#aim] finds it.
final class PlaneWindow {

    private static final int OUTSIDE = -1;

    private final Axis rows;
    private final Axis columns;

    PlaneWindow(int height, int width) {
        rows = new Axis(height);
        columns = new Axis(width);
    }

    void aim(Placement placement) {
        for (int y = 0; y < rows.extent; y++) {
            rows.aim(y, placement.sourceY(y, rows.extent));
        }
        for (int x = 0; x < columns.extent; x++) {
            columns.aim(x, placement.sourceX(x, columns.extent));
        }
    }

    /// Preprocessed pixels; `table[0]`, black, where there is no image.
    ///
    /// @param start of the plane, in both arrays
    void interpolate(byte[] pixels, float[] table, float[] image, int start) {
        Arrays.fill(image, start, start + rows.extent * columns.extent, table[0]);
        for (int y = 0; y < rows.extent; y++) {
            if (rows.nearest[y] != OUTSIDE) {
                int above = start + rows.lower[y] * columns.extent;
                int below = start + rows.upper[y] * columns.extent;
                row(pixels, table, above, below, rows.share[y], image, start + y * columns.extent);
            }
        }
    }

    private void row(byte[] pixels, float[] table, int above, int below, float down, float[] image, int out) {
        for (int x = 0; x < columns.extent; x++) {
            if (columns.nearest[x] != OUTSIDE) {
                int left = columns.lower[x];
                int right = columns.upper[x];
                float across = columns.share[x];
                float upper = mix(table[pixels[above + left] & 0xff], table[pixels[above + right] & 0xff], across);
                float lower = mix(table[pixels[below + left] & 0xff], table[pixels[below + right] & 0xff], across);
                image[out + x] = mix(upper, lower, down);
            }
        }
    }

    private static float mix(float a, float b, float share) {
        return a + share * (b - a);
    }

    /// Values of the sample whose area the centre of a pixel falls into; `border` where there is none.
    ///
    /// @param start of the plane in `window`
    void look(byte[] plane, byte border, byte[] window, int start) {
        for (int y = 0; y < rows.extent; y++) {
            int out = start + y * columns.extent;
            for (int x = 0; x < columns.extent; x++) {
                boolean outside = rows.nearest[y] == OUTSIDE || columns.nearest[x] == OUTSIDE;
                window[out + x] = outside ? border : plane[rows.nearest[y] * columns.extent + columns.nearest[x]];
            }
        }
    }

    /// Where each place of an axis of the window lies on the axis of the image.
    private static final class Axis {

        private final int extent;
        private final int[] nearest;
        private final int[] lower;
        private final int[] upper;
        private final float[] share; // of upper

        Axis(int extent) {
            this.extent = extent;
            nearest = new int[extent];
            lower = new int[extent];
            upper = new int[extent];
            share = new float[extent];
        }

        void aim(int place, double source) {
            nearest[place] = source >= 0 && source < extent ? (int) source : OUTSIDE;
            double sample = Math.clamp(source - 0.5, 0, extent - 1.0);
            lower[place] = (int) sample;
            upper[place] = Math.min(lower[place] + 1, extent - 1);
            share[place] = (float) (sample - lower[place]);
        }
    }
}
