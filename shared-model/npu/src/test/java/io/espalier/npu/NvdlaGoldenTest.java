package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.npu.engine.Gemm;
import io.espalier.npu.engine.MacArray;
import io.espalier.npu.engine.ProductShape;
import io.espalier.npu.profile.DataType;
import io.espalier.npu.profile.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every layer of NVIDIA's open performance sheets against the MAC array and the memory of `nvdla-2048`.
class NvdlaGoldenTest {

    private static final double DOUBLES = 1e-9;
    private static final double KB = 1024;

    /// Fully connected layers take sixteen images at once.
    private static final int BATCH = 16;

    private static final NpuProfile DEVICE = NpuProfiles.named("nvdla-2048");

    @Test
    void alexNetIsEqualLayerByLayerAndInAll() throws IOException {
        List<NvdlaSheet> sheet = NvdlaSheet.read(file("AlexNet"), new NvdlaSheet.Columns(2, 39, 43));
        Sum sum = check(sheet, (MacArray) DEVICE.engine(), BATCH);
        assertThat(sheet).hasSize(11);
        assertThat(sum.cycles / DEVICE.clockHz() * 1e3).isCloseTo(0.8954435625, within(DOUBLES));
    }

    /// The sheet's columns that make up the frame time round output channels up to 128 instead of 16.
    @Test
    void resNet50IsEqualLayerByLayerAndInAll() throws IOException {
        List<NvdlaSheet> sheet = NvdlaSheet.read(file("ResNet50"), new NvdlaSheet.Columns(3, 40, 45));
        MacArray engine = (MacArray) DEVICE.engine();
        MacArray coarse = new MacArray(engine.macs(), engine.inputGranule(), 128, 1, 1, engine.winograd(), true);
        Sum sum = check(sheet, coarse, 1);
        assertThat(sheet).hasSize(54);
        assertThat(sum.cycles / DEVICE.clockHz() * 1e3).isCloseTo(7.113691, within(DOUBLES));
    }

    /// @param weightBatch images over which a fully connected layer's weights are read once
    private static Sum check(List<NvdlaSheet> sheet, MacArray engine, int weightBatch) {
        Sum sum = new Sum();
        for (NvdlaSheet row : sheet) {
            boolean connected = row.kind().equals("fc");
            double macs = connected ? connectedCycles(engine, row.shape()) : engine.cycles(row.shape());
            Residency residency =
                    Residency.of(row.shape(), engine, (Memory.Buffered) DEVICE.memory(), DataType.INT8, 1);
            double operands = residency.inputBytes() * residency.inputPasses()
                    + residency.weightBytes() * residency.weightPasses() / (connected ? weightBatch : 1);
            double bytes = operands + row.outputBytes() + addedBytes(row);
            double dram = Math.ceil(((Memory.Buffered) DEVICE.memory()).dramCycles(bytes, DEVICE.clockHz()));
            assertThat(macs).as(row.name() + " MAC cycles").isCloseTo(row.macCycles(), within(DOUBLES));
            assertThat(bytes / KB).as(row.name() + " DRAM traffic").isCloseTo(row.dramKb(), within(DOUBLES));
            assertThat(dram).as(row.name() + " DRAM cycles").isEqualTo(row.dramCycles());
            assertThat(Math.max(macs, dram)).as(row.name()).isCloseTo(row.cycles(), within(DOUBLES));
            assertThat(dram > macs ? "DRAM" : "MAC").as(row.name()).isEqualTo(row.longPole());
            sum.cycles += Math.max(macs, dram);
        }
        return sum;
    }

    private static double addedBytes(NvdlaSheet row) {
        return row.kind().endsWith("elwise") ? row.outputBytes() : 0;
    }

    /// Output channels of all images are rounded up together, so that 1000 stay 1000.
    private static double connectedCycles(MacArray engine, ProductShape shape) {
        Gemm gemm = shape.gemm();
        ProductShape together = new ProductShape(
                Gemm.once(gemm.m(), gemm.n() * BATCH, gemm.k()),
                1,
                shape.input(),
                shape.output(),
                shape.kernel(),
                shape.stride());
        return engine.cycles(together) / BATCH;
    }

    private static Path file(String network) {
        return SharedGoldens.scaleSim().resolveSibling("nvdla").resolve("nvdla_spreadsheet_" + network + ".csv");
    }

    private static final class Sum {
        private double cycles;
    }
}
