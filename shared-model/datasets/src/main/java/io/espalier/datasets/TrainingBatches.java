package io.espalier.datasets;

import io.espalier.contracts.DataSpec;

/// The batches of a training run, each a pure function of data set, spec, seed, epoch and index.
///
/// A resumed run therefore goes on at any step with the batches of an undisturbed one. An epoch is all images, or
/// `spec.limit()` of them drawn class-balanced and anew each epoch; a crop and a flip are drawn per image and epoch.
/// The last partial batch of an epoch is dropped unless it is the only one.
///
/// Not thread-safe. The memory of a batch is reused two calls of [#batch] later ([Batch#copy]).
public final class TrainingBatches {

    private final EpochOrder order;
    private final DataSpec spec;
    private final int batchSize;
    private final long seed;
    private final BatchAssembler assembler;
    private int epochInOrder = -1;
    private int[] indices = new int[0];

    /// @param batchSize images per batch, >= 1; a smaller data set gives one batch of all its images
    /// @param seed      of the run
    /// @throws PipelineException.Permanent `SPEC_INVALID` if the preprocessing is not for the data's channels
    public TrainingBatches(ImageDataset data, DataSpec spec, int batchSize, long seed) {
        this.order = EpochOrder.of(data, spec.limit(), seed);
        this.spec = spec;
        this.assembler = new BatchAssembler(data, spec.preprocessing(), batchSize);
        this.batchSize = Math.min(batchSize, order.length());
        this.seed = seed;
    }

    /// At least 1.
    public int batchesPerEpoch() {
        return order.length() / batchSize;
    }

    /// @param epoch >= 0
    /// @param index in `[0, batchesPerEpoch())`
    public Batch batch(int epoch, int index) {
        if (epoch < 0 || index < 0 || index >= batchesPerEpoch()) {
            throw new IllegalArgumentException(
                    "epoch must be >= 0 and index in [0, " + batchesPerEpoch() + "), were " + epoch + " and " + index);
        }
        if (epoch != epochInOrder) {
            indices = order.of(epoch);
            epochInOrder = epoch;
        }
        BatchAssembler.View view = Augmenter.of(spec.augment(), seed, epoch);
        return assembler.assemble(indices, index * batchSize, batchSize, view);
    }
}
