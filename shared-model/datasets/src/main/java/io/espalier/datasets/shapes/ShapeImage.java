package io.espalier.datasets.shapes;

import java.util.SplittableRandom;

/// Draws one 32×32 RGB image: a textured background, one shape in another colour, a distracting line and noise.
///
/// Only arithmetic and [StrictMath], so that a seed gives the same pixels on every JDK and processor.
final class ShapeImage {

    static final int EXTENT = 32;

    /// Samples per pixel and axis of the anti-aliased edge.
    private static final int SUPERSAMPLING = 3;

    private final SplittableRandom random;
    private final double[][] foreground = new double[2][3];
    private final double[][] background = new double[2][3];

    private ShapeImage(SplittableRandom random) {
        this.random = random;
    }

    /// @return packed RGB pixels (0xRRGGBB), row-major, `EXTENT * EXTENT`
    static int[] draw(Shape shape, SplittableRandom random) {
        ShapeImage image = new ShapeImage(random);
        image.chooseColours();
        return image.pixels(shape);
    }

    private void chooseColours() {
        double contrast = 0;
        while (contrast < 0.35) {
            contrast = 0;
            for (int channel = 0; channel < 3; channel++) {
                background[0][channel] = random.nextDouble();
                background[1][channel] = mix(background[0][channel], random.nextDouble(), 0.45);
                foreground[0][channel] = random.nextDouble();
                foreground[1][channel] = mix(foreground[0][channel], random.nextDouble(), 0.3);
                contrast += Math.abs(background[0][channel] - foreground[0][channel]) / 3;
            }
        }
    }

    private int[] pixels(Shape shape) {
        Texture backgroundTexture = new Texture(random);
        Texture foregroundTexture = new Texture(random);
        Placement placement = new Placement(random);
        Line line = new Line(random);
        double noise = 0.02 + 0.04 * random.nextDouble();
        int[] pixels = new int[EXTENT * EXTENT];
        for (int y = 0; y < EXTENT; y++) {
            for (int x = 0; x < EXTENT; x++) {
                double inside = coverage(shape, placement, x, y);
                double onLine = line.covers(x, y) ? 0.7 : 0;
                pixels[y * EXTENT + x] =
                        pixel(inside, onLine, noise, backgroundTexture.at(x, y), foregroundTexture.at(x, y));
            }
        }
        return pixels;
    }

    private int pixel(double inside, double onLine, double noise, double backgroundTone, double foregroundTone) {
        int packed = 0;
        for (int channel = 0; channel < 3; channel++) {
            double back = mix(background[0][channel], background[1][channel], backgroundTone);
            double front = mix(foreground[0][channel], foreground[1][channel], foregroundTone);
            double value = mix(mix(back, 1 - back, onLine), front, inside) + noise * (2 * random.nextDouble() - 1);
            packed = packed << 8 | (int) Math.round(255 * Math.clamp(value, 0, 1));
        }
        return packed;
    }

    /// Share of the pixel inside the shape.
    private static double coverage(Shape shape, Placement placement, int x, int y) {
        int inside = 0;
        for (int sy = 0; sy < SUPERSAMPLING; sy++) {
            for (int sx = 0; sx < SUPERSAMPLING; sx++) {
                double px = x + (sx + 0.5) / SUPERSAMPLING;
                double py = y + (sy + 0.5) / SUPERSAMPLING;
                if (shape.distance(placement.toShapeX(px, py), placement.toShapeY(px, py)) < 0) {
                    inside++;
                }
            }
        }
        return (double) inside / (SUPERSAMPLING * SUPERSAMPLING);
    }

    private static double mix(double a, double b, double share) {
        return a + (b - a) * share;
    }

    /// Position, radius (pixels) and turn (30 degrees at most) of the shape.
    private record Placement(double centreX, double centreY, double radius, double cos, double sin) {

        Placement(SplittableRandom random) {
            this(random, 7.5 + 5 * random.nextDouble(), Math.PI / 3 * (random.nextDouble() - 0.5));
        }

        private Placement(SplittableRandom random, double radius, double turn) {
            this(
                    radius + (EXTENT - 2 * radius) * random.nextDouble(),
                    radius + (EXTENT - 2 * radius) * random.nextDouble(),
                    radius,
                    StrictMath.cos(turn),
                    StrictMath.sin(turn));
        }

        double toShapeX(double x, double y) {
            return ((x - centreX) * cos + (y - centreY) * sin) / radius;
        }

        double toShapeY(double x, double y) {
            return ((y - centreY) * cos - (x - centreX) * sin) / radius;
        }
    }

    /// Stripes in a random direction, bent by a second wave: values in `[0, 1]`.
    private record Texture(double fx, double fy, double bend, double phase) {

        Texture(SplittableRandom random) {
            this(
                    1.2 * (random.nextDouble() - 0.5),
                    1.2 * (random.nextDouble() - 0.5),
                    3 * random.nextDouble(),
                    2 * Math.PI * random.nextDouble());
        }

        double at(int x, int y) {
            return 0.5 + 0.5 * StrictMath.sin(fx * x + fy * y + bend * StrictMath.sin(0.2 * (x - y)) + phase);
        }
    }

    /// A line across the image, one to two pixels wide, behind the shape.
    private record Line(double nx, double ny, double offset, double halfWidth) {

        Line(SplittableRandom random) {
            this(random, 2 * Math.PI * random.nextDouble());
        }

        private Line(SplittableRandom random, double direction) {
            this(
                    StrictMath.cos(direction),
                    StrictMath.sin(direction),
                    EXTENT * (random.nextDouble() - 0.5),
                    0.5 + 0.5 * random.nextDouble());
        }

        boolean covers(int x, int y) {
            return Math.abs((x - EXTENT / 2.0) * nx + (y - EXTENT / 2.0) * ny - offset) < halfWidth;
        }
    }
}
