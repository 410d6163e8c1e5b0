package io.espalier.datasets.shapes;

import java.util.Locale;

/// The ten classes. Each is a signed distance in the shape's own frame: below 0 inside, above 0 outside, in units of
/// the shape's radius. Distances are exact on the axes and a bound elsewhere, which is enough to draw edges.
enum Shape {
    ARROW,
    CIRCLE,
    CRESCENT,
    CROSS,
    DIAMOND,
    HEXAGON,
    RING,
    SQUARE,
    STAR,
    TRIANGLE;

    /// Folder name of the class; alphabetical order is the order of the constants.
    String className() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @param x right, @param y down, both about in `[-1, 1]` inside the shape
    double distance(double x, double y) {
        return switch (this) {
            case ARROW -> Math.min(box(x + 0.35, y, 0.6, 0.2), polygon(x - 0.35, y, 3, 0.55));
            case CIRCLE -> Math.hypot(x, y) - 0.85;
            case CRESCENT -> Math.max(Math.hypot(x, y) - 0.9, 0.75 - Math.hypot(x - 0.42, y));
            case CROSS -> Math.min(box(x, y, 0.95, 0.28), box(x, y, 0.28, 0.95));
            case DIAMOND -> (Math.abs(x) / 0.6 + Math.abs(y) - 1) * 0.6;
            case HEXAGON -> polygon(x, y, 6, 0.9);
            case RING -> Math.abs(Math.hypot(x, y) - 0.7) - 0.2;
            case SQUARE -> box(x, y, 0.72, 0.72);
            case STAR -> star(x, y);
            case TRIANGLE -> polygon(x, y, 3, 0.95);
        };
    }

    private static double box(double x, double y, double halfWidth, double halfHeight) {
        return Math.max(Math.abs(x) - halfWidth, Math.abs(y) - halfHeight);
    }

    /// Regular polygon with a corner on the positive x axis at distance `radius`.
    private static double polygon(double x, double y, int corners, double radius) {
        double sector = 2 * Math.PI / corners;
        double angle = StrictMath.atan2(y, x);
        double fromEdgeMiddle = Math.abs(angle - sector * (Math.floor(angle / sector) + 0.5));
        return Math.hypot(x, y) * StrictMath.cos(fromEdgeMiddle) - radius * StrictMath.cos(sector / 2);
    }

    /// Five points; the radius swings between 0.4 and 1 with the angle.
    private static double star(double x, double y) {
        double sector = 2 * Math.PI / 5;
        double angle = StrictMath.atan2(y, x);
        double fromTip = Math.abs(angle - sector * Math.rint(angle / sector)) / (sector / 2);
        return (Math.hypot(x, y) - (1 - 0.6 * fromTip)) * 0.7;
    }
}
