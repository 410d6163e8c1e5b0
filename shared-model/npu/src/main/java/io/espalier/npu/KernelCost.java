package io.espalier.npu;

import io.espalier.npu.engine.Compute;
import io.espalier.npu.engine.Depthwise;
import io.espalier.npu.engine.NonZeros;
import io.espalier.npu.engine.ProductShape;
import io.espalier.npu.engine.Systolic;
import io.espalier.npu.engine.SystolicArray;
import io.espalier.npu.profile.Memory;
import org.jspecify.annotations.Nullable;

/// What one kernel costs on a device.
final class KernelCost {

    /// A partial sum.
    private static final int SUM_BYTES = 4;

    private final NpuProfile profile;
    private final FeatureMaps maps;
    private long cacheLeft;

    KernelCost(NpuProfile profile, FeatureMaps maps) {
        this.profile = profile;
        this.maps = maps;
        this.cacheLeft = profile.memory() instanceof Memory.Buffered memory ? memory.weightCacheBytes() : 0;
    }

    LayerEstimate of(Kernel kernel) {
        LoweredNode head = kernel.head();
        return switch (head.work()) {
            case Work.Product product -> product(kernel, product);
            case Work.Elementwise work -> vector(kernel, work.operations());
            case Work.Gathered work -> vector(kernel, work.operations());
            case Work.Nothing ignored -> throw new IllegalStateException(head.name() + " is no kernel");
        };
    }

    private LayerEstimate vector(Kernel kernel, long operations) {
        Transfer transfer = Transfer.of(kernel, maps, profile.dataType().bytes());
        long compute = Math.ceilDiv(operations, profile.vector().lanes());
        Parts parts = new Parts(compute, 0, transfer.loads, transfer.stores, transfer.bytes());
        Timing timing = time(parts);
        Traffic traffic =
                new Traffic(transfer.bytesIn, 0, transfer.bytesOut, 0, parts.dramBytes(profile), transfer.bytes());
        double energy = new EnergyCount(profile).of(0, operations, traffic, timing.cycles());
        return new LayerEstimate.OnVectorUnit(
                kernel.head().name(), kernel.head().operator(), operations, timing.cycles(), timing, traffic, energy);
    }

    private LayerEstimate product(Kernel kernel, Work.Product product) {
        NonZeros nonZeros = product.nonZeros();
        Compute compute = compute(product.shape(), nonZeros);
        LayerEstimate.WeightFigures weights = weights(nonZeros, compute);
        Transfer transfer = Transfer.of(kernel, maps, profile.dataType().bytes());
        boolean cached = weights.denseBytes() > 0 && weights.storedBytes() <= cacheLeft;
        cacheLeft -= cached ? weights.storedBytes() : 0;
        double stored = weights.denseBytes() == 0 ? 1 : (double) weights.storedBytes() / weights.denseBytes();
        long spill = spill(product.shape());
        long sram = sramBytes(product.shape(), compute);
        long scatter = Math.ceilDiv(product.scattered(), profile.vector().lanes());
        long postOp = postOp(product.shape());
        boolean inputsStay = kernel.head().reads().stream().allMatch(maps::holds);
        Parts parts = transfer.parts(
                engineCycles(compute.cycles()) + scatter,
                postOp,
                operands(product.shape(), stored, cached, inputsStay) + spill,
                sram);
        Parts dense = transfer.parts(
                engineCycles(compute.denseCycles()) + scatter,
                postOp,
                operands(product.shape(), 1, cached, inputsStay) + spill,
                sram);
        Timing timing = time(parts);
        Traffic traffic = new Traffic(
                transfer.bytesIn, weights.storedBytes(), transfer.bytesOut, spill, parts.dramBytes(profile), sram);
        return new LayerEstimate.OnArray(
                kernel.head().name(),
                kernel.head().operator(),
                product.shape(),
                compute,
                weights,
                time(dense).cycles(),
                timing,
                traffic,
                utilisation(compute, timing.cycles()),
                computeUtilisation(product.shape(), compute),
                new EnergyCount(profile).of(compute.effectiveMacs(), 0, traffic, timing.cycles()));
    }

    private Compute compute(ProductShape shape, @Nullable NonZeros weights) {
        if (shape.isDepthwise() && profile.depthwise() instanceof Depthwise.Lanes lanes) {
            return lanes.compute(shape, profile.cores());
        }
        return profile.engine().compute(shape, weights, profile.sparsity(), profile.cores());
    }

    private long engineCycles(long cycles) {
        double efficiency = profile.overhead().computeEfficiency();
        return efficiency == 1 ? cycles : (long) Math.ceil(cycles / efficiency);
    }

    private LayerEstimate.WeightFigures weights(@Nullable NonZeros weights, Compute compute) {
        if (weights == null) {
            return LayerEstimate.WeightFigures.NONE;
        }
        long all = weights.layout().gemm().weights();
        return new LayerEstimate.WeightFigures(
                all * profile.dataType().bytes(),
                WeightBytes.stored(weights, compute, profile.sparsity(), profile.dataType()),
                weights.sparsity(),
                1 - (double) compute.storedWeights() / all);
    }

    /// All results, at the rate at which the vector unit takes them.
    private long postOp(ProductShape shape) {
        int lanes = profile.vector().postOpLanes();
        return lanes == 0 ? 0 : Math.ceilDiv(shape.outputs(), lanes);
    }

    /// Bytes of inputs and weights from the outer memory, repeated reads included; the inputs' first reading is the
    /// transfer's.
    private double operands(ProductShape shape, double stored, boolean cached, boolean inputsStay) {
        if (!(profile.memory() instanceof Memory.Buffered memory)) {
            return 0;
        }
        Residency residency = Residency.of(shape, profile.engine(), memory, profile.dataType(), stored);
        double weights = cached ? 0 : residency.weightBytes() * (inputsStay ? 1 : residency.weightPasses());
        double inputs = inputsStay ? 0 : residency.inputBytes() * (cached ? 1 : residency.inputPasses());
        return weights + inputs;
    }

    /// With weights or inputs stationary, sums that do not fit leave between row folds and come back.
    private long spill(ProductShape shape) {
        boolean spills = profile.memory() instanceof Memory.Buffered memory
                && memory.accumulatorBytes() > 0
                && profile.engine() instanceof Systolic systolic
                && SUM_BYTES * shape.gemm().m() * systolic.array().columns() > memory.accumulatorBytes();
        if (!spills || !(profile.engine() instanceof Systolic systolic)) {
            return 0;
        }
        long rounds = systolic.array().fold(shape.gemm()).rowFolds() - 1;
        return 2L * SUM_BYTES * shape.outputs() * rounds;
    }

    private long sramBytes(ProductShape shape, Compute compute) {
        SystolicArray.SramAccesses words = profile.engine().sramAccesses(shape);
        double done = (double) compute.effectiveMacs() / shape.gemm().macs();
        double bytes = (words.ifmapReads() + words.filterReads()) * done + words.ofmapWrites();
        return (long) Math.ceil(bytes * profile.dataType().bytes());
    }

    private Timing time(Parts parts) {
        return Timer.of(profile, parts);
    }

    private double utilisation(Compute compute, long cycles) {
        double possible = (double) cycles
                * profile.engine().macsPerCycle()
                * profile.cores().count();
        return cycles == 0 ? 0 : compute.effectiveMacs() / possible;
    }

    private double computeUtilisation(ProductShape shape, Compute compute) {
        return profile.engine() instanceof Systolic systolic
                ? systolic.array().computeUtilisation(shape.gemm())
                : utilisation(compute, compute.cycles());
    }

    /// A kernel's activations.
    ///
    /// @param loads    bytes that come from the outer memory, without the operands of a product
    /// @param stores   bytes that go there
    /// @param bytesIn  all that is read
    /// @param bytesOut all that is written
    private record Transfer(double loads, double stores, long bytesIn, long bytesOut) {

        static Transfer of(Kernel kernel, FeatureMaps maps, int bytes) {
            boolean product = kernel.head().work() instanceof Work.Product;
            double loads = 0;
            double stores = 0;
            long in = 0;
            long out = 0;
            for (LoweredNode.Value value : kernel.reads()) {
                boolean operand = product && kernel.head().reads().contains(value);
                in += value.elements() * bytes;
                loads += maps.holds(value) || operand ? 0 : value.elements() * (double) bytes;
            }
            for (LoweredNode.Value value : kernel.writes()) {
                out += value.elements() * bytes;
                stores += maps.holds(value) ? 0 : value.elements() * (double) bytes;
            }
            return new Transfer(loads, stores, in, out);
        }

        long bytes() {
            return bytesIn + bytesOut;
        }

        Parts parts(long compute, long postOp, double operands, long sram) {
            return new Parts(compute, postOp, loads + operands, stores, sram);
        }
    }

    /// What has to happen for a kernel, in cycles of the units and bytes of the memories.
    record Parts(long compute, long postOp, double loads, double stores, long sramBytes) {

        long dramBytes(NpuProfile profile) {
            return profile.memory() instanceof Memory.Buffered ? (long) Math.ceil(loads + stores) : 0;
        }
    }
}
