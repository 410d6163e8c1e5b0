package io.espalier.benchmarks;

import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One training of the ResNet-20 comparison.
///
/// @param method        `control`, `smart`, `magnitude` or `taylor`
/// @param normalization of the scores, as in a spec; of no meaning for `control`
/// @param sparsity      fraction of blocks to remove; 0 for `control`
/// @param seed          of data order and augmentation
record Cell(String method, String normalization, double sparsity, long seed) {

    static final String CONTROL = "control";

    private static final int IMAGES_PER_EPOCH = 10_000;
    private static final int JOINT_EPOCHS = 3;
    private static final int FINETUNE_EPOCHS = 3;

    /// All cells, the telling ones first.
    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (long seed = 1; seed <= 2; seed++) {
            cells.add(new Cell("smart", "layer-mean", 0.7, seed));
            cells.add(new Cell("magnitude", "layer-mean", 0.7, seed));
            cells.add(new Cell(CONTROL, "none", 0, seed));
            cells.add(new Cell("smart", "layer-mean", 0.5, seed));
            cells.add(new Cell("magnitude", "layer-mean", 0.5, seed));
        }
        for (long seed = 1; seed <= 2; seed++) {
            addBoth(cells, "taylor", "layer-mean", seed);
        }
        for (String normalization : List.of("lamp", "none")) {
            for (long seed = 1; seed <= 2; seed++) {
                addBoth(cells, "magnitude", normalization, seed);
                addBoth(cells, "taylor", normalization, seed);
            }
        }
        for (long seed = 1; seed <= 2; seed++) {
            addBoth(cells, "smart", "lamp", seed);
        }
        return cells;
    }

    private static void addBoth(List<Cell> cells, String method, String normalization, long seed) {
        cells.add(new Cell(method, normalization, 0.5, seed));
        cells.add(new Cell(method, normalization, 0.7, seed));
    }

    boolean isControl() {
        return method.equals(CONTROL);
    }

    /// `smart-layer-mean-50-s1`.
    String name() {
        return isControl()
                ? "control-s" + seed
                : "%s-%s-%d-s%d".formatted(method, normalization, Math.round(100 * sparsity), seed);
    }

    /// @param threads of the training engine
    RunSpec spec(int threads, int imagesPerEpoch) {
        return RunSpecReader.read("""
                model: resnet20-cifar10
                data:
                  uri: zip:cifar10-jpeg.zip!/cifar10
                  format: image-folder
                  train: train
                  validation: test
                  limit: %d
                  preprocessing: {mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225]}
                control: {epochs: %d}
                prune:
                  method: %s
                  pattern: {block: [8, 8]}
                  kernels: spatial
                  budget: {block-sparsity: %s}
                  normalization: %s
                  epochs: %d
                finetune: {epochs: %d}
                training: {validate-every: 0}
                reproducibility: {seed: %d, threads: %d}
                """.formatted(
                        imagesPerEpoch == 0 ? IMAGES_PER_EPOCH : imagesPerEpoch,
                        isControl() ? JOINT_EPOCHS + FINETUNE_EPOCHS : 0,
                        isControl() ? "smart" : method,
                        String.format(Locale.ROOT, "%s", sparsity),
                        normalization,
                        JOINT_EPOCHS,
                        FINETUNE_EPOCHS,
                        seed,
                        threads));
    }
}
