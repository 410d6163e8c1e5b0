package io.espalier.metrics;

/// Sizes of object that COCO judges apart, in square pixels of the network's input, both ends included.
///
/// An object's size is that of its box. Source: `Params.setDetParams` of pycocotools.
enum AreaRange {
    ALL("", 0, 1e5 * 1e5),
    SMALL("-small", 0, 32 * 32),
    MEDIUM("-medium", 32 * 32, 96 * 96),
    LARGE("-large", 96 * 96, 1e5 * 1e5);

    private final String suffix;
    private final double smallest;
    private final double largest;

    AreaRange(String suffix, double smallest, double largest) {
        this.suffix = suffix;
        this.smallest = smallest;
        this.largest = largest;
    }

    /// Of the names of its values, such as `map-small`.
    String suffix() {
        return suffix;
    }

    boolean excludes(double area) {
        return area < smallest || area > largest;
    }
}
