package io.espalier.npu.engine;

import org.jspecify.annotations.Nullable;

/// Engine C: multipliers that take blocks of `inputGranule × outputGranule` weights, each against a block of output
/// pixels, with everything rounded up to whole blocks:
///
/// `cycles = taps · ceil(Ci / gi) · ceil(Co / go) · blocks(Ho, Wo) · gi · go · pixels / macs`, by 2.25 less for a
/// Winograd 3×3 of stride 1.
///
/// With `stridesToChannels` a strided layer is reshaped so that its stride becomes channels: `Ci · sh · sw` channels
/// and `kh · kw / (sh · sw)` taps.
///
/// Source: NVDLA's open performance sheet (nvdla/hw, `perf/NVDLA_OpenSource_Performance.xlsx`), whose MAC cycles this
/// equals with granules of 16 × 16 and 1 pixel; with the granules equal to the multipliers it is the block count of
/// Arm Vela's `npu_performance.py` without its weight-decoder floor.
///
/// @param macs              multiply-accumulates in a cycle
/// @param inputGranule      input channels in a block
/// @param outputGranule     output channels in a block
/// @param pixelHeight       output pixels in a block, down
/// @param pixelWidth        output pixels in a block, across
/// @param winograd          whether 3×3 layers of stride 1 take 16 products for 4 outputs instead of 36
/// @param stridesToChannels whether strided layers are reshaped
public record MacArray(
        int macs,
        int inputGranule,
        int outputGranule,
        int pixelHeight,
        int pixelWidth,
        boolean winograd,
        boolean stridesToChannels)
        implements Engine {

    private static final double WINOGRAD_GAIN = 2.25;

    public MacArray {
        int least = Math.min(Math.min(macs, inputGranule), Math.min(outputGranule, Math.min(pixelHeight, pixelWidth)));
        if (least < 1) {
            throw new IllegalArgumentException("macs, granules and pixels of a mac-array must be at least 1");
        }
    }

    @Override
    public int macsPerCycle() {
        return macs;
    }

    /// Dense cycles of one core, with the fractions that the sheet has.
    public double cycles(ProductShape shape) {
        Gemm gemm = shape.gemm();
        long columns = gemm.repeats() * Math.ceilDiv(gemm.n(), outputGranule);
        return columns * inputBlocks(shape) * cyclesPerBlock(shape);
    }

    /// Input channels that the multipliers see: `Ci`, or with the stride folded into them.
    public long channels(ProductShape shape) {
        long folded = stridesToChannels ? shape.stride().area() : 1;
        return Math.ceilDiv(shape.channels() * folded, inputGranule) * (long) inputGranule;
    }

    private double inputBlocks(ProductShape shape) {
        double folded = stridesToChannels ? shape.stride().area() : 1;
        return channels(shape) / (double) inputGranule * (shape.kernel().area() / folded);
    }

    private double cyclesPerBlock(ProductShape shape) {
        double block = (double) inputGranule * outputGranule * pixels(shape) / macs;
        return isWinograd(shape) ? block / WINOGRAD_GAIN : block;
    }

    private long pixels(ProductShape shape) {
        long rows = Math.ceilDiv(shape.output().height(), pixelHeight);
        long columns = Math.ceilDiv(shape.output().width(), pixelWidth);
        return shape.batch() * rows * columns * pixelHeight * pixelWidth;
    }

    public boolean isWinograd(ProductShape shape) {
        boolean three = shape.kernel().height() == 3 && shape.kernel().width() == 3;
        return winograd && three && shape.stride().area() == 1;
    }

    @Override
    public Compute compute(ProductShape shape, @Nullable NonZeros weights, Sparsity sparsity, Cores cores) {
        return new MacArrayCost(this, cores).of(shape, weights, sparsity);
    }

    @Override
    public void accepts(Sparsity sparsity) {
        if (sparsity instanceof Sparsity.KCompact) {
            throw new IllegalArgumentException("k-compact needs a systolic array; on a mac-array use tile-skip");
        }
        if (stridesToChannels && (sparsity instanceof Sparsity.TileSkip || sparsity instanceof Sparsity.NToM)) {
            throw new IllegalArgumentException("strides-to-channels cannot be combined with skipped weights");
        }
    }

    /// Activations are read once for each block of output channels, weights once, results are written once.
    @Override
    public SystolicArray.SramAccesses sramAccesses(ProductShape shape) {
        Gemm gemm = shape.gemm();
        long columns = Math.ceilDiv(gemm.n(), outputGranule);
        return new SystolicArray.SramAccesses(
                gemm.repeats() * gemm.m() * gemm.k() * columns, gemm.weights(), shape.outputs());
    }

    Occupancy.Grid grid(ProductShape shape) {
        return new Occupancy.Grid(Math.toIntExact(shape.channels()), inputGranule, outputGranule);
    }

    @Override
    public Occupancy.@Nullable Grid additiveGrid(ProductShape shape, Sparsity sparsity) {
        return sparsity instanceof Sparsity.TileSkip ? grid(shape) : null;
    }

    @Override
    public long cyclesPerGranule(ProductShape shape) {
        return Math.max(1, Math.round(cyclesPerBlock(shape)));
    }

    double blockCycles(ProductShape shape) {
        return cyclesPerBlock(shape);
    }

    double blocks(ProductShape shape) {
        return inputBlocks(shape);
    }

    /// Share of the multiply-accumulates done that belong to the layer.
    double mappingEfficiency(ProductShape shape) {
        double gain = isWinograd(shape) ? WINOGRAD_GAIN : 1;
        return Math.min(1, shape.gemm().macs() / (cycles(shape) * gain * macs));
    }
}
