package io.espalier.datasets;

import io.espalier.contracts.Preprocessing;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Every image once, in order, as it is; the last batch may be short.
///
/// Each iterator has memory of its own, reused two batches later ([Batch#copy]).
public final class EvaluationBatches implements Iterable<Batch> {

    private final ImageDataset data;
    private final Preprocessing preprocessing;
    private final int batchSize;

    /// @param batchSize images per batch, >= 1
    public EvaluationBatches(ImageDataset data, Preprocessing preprocessing, int batchSize) {
        this.data = data;
        this.preprocessing = preprocessing;
        this.batchSize = batchSize;
    }

    /// @throws PipelineException.Permanent `SPEC_INVALID` if the preprocessing is not for the data's channels
    @Override
    public Iterator<Batch> iterator() {
        BatchAssembler assembler = new BatchAssembler(data, preprocessing, batchSize);
        int[] indices = new int[data.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = i;
        }
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < indices.length;
            }

            @Override
            public Batch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int size = Math.min(batchSize, indices.length - next);
                Batch batch = assembler.assemble(indices, next, size, index -> Placement.IDENTITY);
                next += size;
                return batch;
            }
        };
    }
}
