package io.espalier.npu.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Adds up the blocks of weights of a product on one or several MAC arrays.
record MacArrayCost(MacArray engine, Cores cores) {

    Compute of(ProductShape whole, @Nullable NonZeros weights, Sparsity sparsity) {
        boolean bands = cores.split() == Cores.Split.OUTPUT_PIXELS && cores.count() > 1;
        ProductShape shape = bands ? band(whole) : whole;
        Blocks dense = dense(shape);
        Blocks kept = weights == null ? dense : kept(shape, weights, sparsity);
        double perBlock = engine.blockCycles(shape);
        Compute compute = new Compute(
                (long) Math.ceil(busiest(dense, bands) * perBlock),
                (long) Math.ceil(busiest(kept, bands) * perBlock),
                (long) Math.ceil(dense.total()),
                (long) Math.floor(dense.total() - kept.total()),
                Math.multiplyExact(whole.gemm().m(), kept.stored),
                kept.stored,
                engine.mappingEfficiency(whole),
                bands ? 1 : imbalance(kept));
        return sparsity instanceof Sparsity.Rate rate && weights != null
                ? compute.atRate(rate, weights.sparsity())
                : compute;
    }

    /// The tallest of the bands that the cores share.
    private ProductShape band(ProductShape whole) {
        long height = Math.ceilDiv(whole.output().height(), (long) cores.count());
        Gemm gemm = whole.gemm();
        ProductShape.Extent output =
                new ProductShape.Extent(height, whole.output().width());
        return new ProductShape(
                new Gemm(whole.batch() * output.area(), gemm.n(), gemm.k(), gemm.repeats()),
                whole.batch(),
                whole.input(),
                output,
                whole.kernel(),
                whole.stride());
    }

    private Blocks dense(ProductShape shape) {
        Gemm gemm = shape.gemm();
        double[] blocks = new double[Math.toIntExact(gemm.repeats() * Math.ceilDiv(gemm.n(), engine.outputGranule()))];
        Arrays.fill(blocks, engine.blocks(shape));
        return new Blocks(blocks, gemm.weights());
    }

    private Blocks kept(ProductShape shape, NonZeros weights, Sparsity sparsity) {
        return switch (sparsity) {
            case Sparsity.None ignored -> dense(shape);
            case Sparsity.Compressed ignored -> dense(shape);
            case Sparsity.Rate ignored -> dense(shape);
            case Sparsity.KCompact ignored -> dense(shape);
            case Sparsity.NToM pattern ->
                weights.complies(pattern, shape.channels())
                        ? dense(shape.withChannels(
                                pattern.compact(shape.channels()), shape.gemm().n()))
                        : dense(shape);
            case Sparsity.TileSkip ignored -> {
                Occupancy occupancy = Occupancy.of(weights, engine.grid(shape));
                yield new Blocks(
                        Arrays.stream(occupancy.kept()).asDoubleStream().toArray(), occupancy.stored());
            }
        };
    }

    private double busiest(Blocks blocks, boolean bands) {
        return bands ? blocks.total() : Arrays.stream(loads(blocks)).max().orElse(0);
    }

    private double imbalance(Blocks blocks) {
        double[] loads = loads(blocks);
        double sum = Arrays.stream(loads).sum();
        return sum == 0 ? 1 : Arrays.stream(loads).max().orElse(0) * loads.length / sum;
    }

    private double[] loads(Blocks blocks) {
        double[] loads = new double[cores.count()];
        int[] core = cores.assign(blocks.perColumn);
        for (int column = 0; column < core.length; column++) {
            loads[core[column]] += blocks.perColumn[column];
        }
        return loads;
    }

    /// @param perColumn for each block of output channels of each repeat: blocks of weights
    /// @param stored    weights within them
    @SuppressWarnings("ArrayRecordComponent") // never compared, and filled and read in loops
    private record Blocks(double[] perColumn, long stored) {

        double total() {
            return Arrays.stream(perColumn).sum();
        }
    }
}
