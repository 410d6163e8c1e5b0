package io.espalier.smart.training;

/// Images a second of a phase since it was started or resumed, without the time of its validation passes.
final class Throughput {

    private long images;
    private long nanos;
    private long startedNanos = System.nanoTime();

    void start() {
        startedNanos = System.nanoTime();
    }

    void pause() {
        nanos += System.nanoTime() - startedNanos;
    }

    /// @param more images of the step that has just ended
    double after(int more) {
        images += more;
        return images * 1e9 / Math.max(1, nanos + System.nanoTime() - startedNanos);
    }
}
