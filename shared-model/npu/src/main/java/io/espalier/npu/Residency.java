package io.espalier.npu;

import io.espalier.npu.engine.Engine;
import io.espalier.npu.engine.Gemm;
import io.espalier.npu.engine.MacArray;
import io.espalier.npu.engine.ProductShape;
import io.espalier.npu.profile.DataType;
import io.espalier.npu.profile.Memory;

/// How often a product's inputs and weights come from the outer memory.
///
/// If not both fit, one operand is cut into parts that fit beside the least that is needed of the other (`kh + 1` rows
/// of the input, or one group of filters), and the other is read again for each part:
/// `ceil(A / (S - minX)) · X + A` with the weights in parts, `ceil(X / (S - minA)) · A + X` with the input in parts.
///
/// Source: NVDLA's open performance sheet, column "DRAM Traffic".
///
/// @param inputBytes   `X`, padded to the channel granule
/// @param weightBytes  `A`, padded likewise, as stored
/// @param inputPasses  ≥ 1
/// @param weightPasses ≥ 1
record Residency(double inputBytes, double weightBytes, double inputPasses, double weightPasses) {

    /// Winograd keeps a 3×3 filter as 4×4.
    private static final double WINOGRAD_WEIGHTS = 16.0 / 9;

    /// A part is never less than this share of the buffer, however little the other operand leaves.
    private static final double LEAST_PART = 0.25;

    /// @param stored weights that are stored over all weights, in `[0, 1]`
    static Residency of(ProductShape shape, Engine engine, Memory.Buffered memory, DataType type, double stored) {
        Operands operands = Operands.of(shape, engine, memory, type, stored);
        double capacity =
                memory.overlap() == Memory.Overlap.DOUBLE_BUFFERED ? memory.sramBytes() / 2.0 : memory.sramBytes();
        double inputPasses = passes(operands.weights, capacity, operands.leastInput);
        double weightPasses = passes(operands.input, capacity, operands.leastWeights);
        boolean weightsStay =
                switch (memory.resident()) {
                    case SMALLER -> operands.weights < operands.input;
                    case CHEAPER ->
                        inputPasses * operands.input + operands.weights
                                < weightPasses * operands.weights + operands.input;
                };
        return weightsStay
                ? new Residency(operands.input, operands.weights, inputPasses, 1)
                : new Residency(operands.input, operands.weights, 1, weightPasses);
    }

    private static double passes(double resident, double capacity, double least) {
        return Math.max(1, Math.ceil(resident / Math.max(capacity - least, capacity * LEAST_PART)));
    }

    private record Operands(double input, double weights, double leastInput, double leastWeights) {

        static Operands of(ProductShape shape, Engine engine, Memory.Buffered memory, DataType type, double stored) {
            boolean folds = engine instanceof MacArray array && array.stridesToChannels();
            long down = folds ? shape.stride().height() : 1;
            long across = folds ? shape.stride().width() : 1;
            Gemm gemm = shape.gemm();
            long groups = shape.isDepthwise() ? 1 : gemm.repeats();
            long channels = shape.isDepthwise() ? gemm.repeats() : shape.channels();
            double padded = (double) groups * padded(channels * down * across, memory.channelGranule());
            double row = padded * Math.ceilDiv(shape.input().width(), across) * type.bytes();
            double rows = (double) Math.ceilDiv(shape.input().height(), down) * shape.batch();
            double taps = (double) Math.ceilDiv(shape.kernel().height(), down)
                    * Math.ceilDiv(shape.kernel().width(), across);
            boolean winograd = engine instanceof MacArray array && array.isWinograd(shape);
            double filter = padded * taps * type.bytes() * stored * (winograd ? WINOGRAD_WEIGHTS : 1) / groups;
            double filters = shape.isDepthwise() ? (double) gemm.n() : (double) gemm.n() * groups;
            return new Operands(
                    row * rows,
                    filter * filters,
                    row * Math.min(rows, shape.kernel().height() + 1.0),
                    filter * Math.min(filters, (double) memory.kernelGroup()));
        }
    }

    /// `ceil(channels / granule) · granule`.
    static long padded(long channels, int granule) {
        return Math.ceilDiv(channels, granule) * (long) granule;
    }
}
