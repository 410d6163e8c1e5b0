package io.espalier.metrics;

/// The two grids of COCO's evaluation.
///
/// Source: `Params.setDetParams` of pycocotools; the points are those of `numpy.linspace`, bit by bit.
final class Grid {

    /// Intersection over union from which on a detection finds an object: 0.50, 0.55, ... 0.95.
    static final double[] IOU = linspace(0.5, 0.95, 10);

    /// Recalls at which the precision is read: 0, 0.01, ... 1.
    static final double[] RECALL = linspace(0, 1, 101);

    private Grid() {}

    private static double[] linspace(double first, double last, int points) {
        double step = (last - first) / (points - 1);
        double[] grid = new double[points];
        for (int i = 0; i < points; i++) {
            grid[i] = i * step + first;
        }
        grid[points - 1] = last;
        return grid;
    }
}
