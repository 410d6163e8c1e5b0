package io.espalier.benchmarks;

/// What one cell gave on all validation images.
///
/// @param name          of the cell
/// @param seed          of data order and augmentation
/// @param sparsity      asked for
/// @param accuracy      at the end, of the exported bytes in ONNX Runtime, a fraction
/// @param softAccuracy  before hardening, in the training graph; of the control the source file's accuracy
/// @param hardAccuracy  after hardening and recalibration, in the training graph
/// @param removedBlocks recounted from the exported bytes
/// @param blocks        prunable blocks
/// @param epochSeconds  wall clock of the training, noise on a shared machine
/// @param cpuSeconds    processor time of the whole process
record CellResult(
        String name,
        long seed,
        double sparsity,
        double accuracy,
        double softAccuracy,
        double hardAccuracy,
        long removedBlocks,
        long blocks,
        double epochSeconds,
        double cpuSeconds) {}
