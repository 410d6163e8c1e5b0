package io.espalier.datasets;

import io.espalier.contracts.Preprocessing;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// Fills batches, two buffers in turn, without allocating per image. Not thread-safe.
final class BatchAssembler {

    private final ImageDataset data;
    private final float[][] tables;
    private final FloatBuffer[] buffers;
    private final byte[] pixels;
    private final PlaneWindow window;
    private final ColourChange colours = new ColourChange();
    private final float[] image;
    private int turn;

    BatchAssembler(ImageDataset data, Preprocessing preprocessing, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be >= 1, was " + batchSize);
        }
        this.data = data;
        tables = PixelTables.of(preprocessing, data.channels());
        pixels = new byte[data.channels() * data.height() * data.width()];
        window = new PlaneWindow(data.height(), data.width());
        image = new float[pixels.length];
        int floats = Math.multiplyExact(Math.min(batchSize, data.size()), pixels.length);
        buffers = new FloatBuffer[] {Batch.allocate(floats), Batch.allocate(floats)};
    }

    /// The images `indices[from … from + size)`, each placed as `view` says.
    Batch assemble(int[] indices, int from, int size, View view) {
        FloatBuffer images = buffers[turn].slice(0, size * image.length);
        turn = 1 - turn;
        TargetAssembler targets = TargetAssembler.of(data, window, pixels, size);
        for (int i = 0; i < size; i++) {
            int index = indices[from + i];
            Placement placement = view.of(index);
            targets.add(index, placement);
            data.pixels(index, pixels);
            render(placement);
            images.put(i * image.length, image);
        }
        return new Batch(images, targets.targets(), size, data.channels(), data.height(), data.width());
    }

    private void render(Placement placement) {
        int plane = data.height() * data.width();
        if (!placement.colours().isNone()) {
            colours.apply(placement.colours(), pixels);
        }
        if (placement.zoom() != 1) {
            window.aim(placement);
        }
        for (int c = 0; c < tables.length; c++) {
            if (placement.keepsPlaces()) {
                copy(tables[c], c * plane, plane);
            } else if (placement.zoom() != 1) {
                window.interpolate(pixels, tables[c], image, c * plane);
            } else {
                place(tables[c], c * plane, placement);
            }
        }
    }

    private void copy(float[] table, int start, int length) {
        for (int i = start; i < start + length; i++) {
            image[i] = table[pixels[i] & 0xff];
        }
    }

    /// `out(y, x) = in(y + dy, x' + dx)` with `x' = w - 1 - x` if flipped, and a black pixel outside of the image.
    private void place(float[] table, int start, Placement placement) {
        int width = data.width();
        for (int y = 0; y < data.height(); y++) {
            int row = y + placement.dy();
            int out = start + y * width;
            Arrays.fill(image, out, out + width, table[0]);
            if (row >= 0 && row < data.height()) {
                placeRow(table, start + row * width, out, placement);
            }
        }
    }

    /// The pixels of one row that the window shows: columns `[max(dx, 0), min(w + dx, w))`.
    private void placeRow(float[] table, int in, int out, Placement placement) {
        int width = data.width();
        int first = Math.max(placement.dx(), 0);
        int end = Math.min(width + placement.dx(), width);
        if (placement.flipped()) {
            int last = out + width - 1 + placement.dx();
            for (int column = first; column < end; column++) {
                image[last - column] = table[pixels[in + column] & 0xff];
            }
        } else {
            for (int column = first; column < end; column++) {
                image[out - placement.dx() + column] = table[pixels[in + column] & 0xff];
            }
        }
    }

    /// Which placement each image gets.
    interface View {
        Placement of(int index);
    }
}
