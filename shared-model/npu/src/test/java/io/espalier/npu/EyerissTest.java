package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.npu.engine.Cores;
import io.espalier.npu.engine.Gemm;
import io.espalier.npu.engine.ProductShape;
import io.espalier.npu.engine.Sparsity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The closed form beside silicon, layer by layer. It knows nothing of how rows fold onto 12 × 14 elements, so it is a
/// lower bound; how far below is what the documentation publishes.
class EyerissTest {

    private static final NpuProfile DEVICE = NpuProfiles.named("eyeriss");

    @Test
    void processingIsNeverFasterThanTheClosedForm() throws IOException {
        assertBelow("eyeriss-alexnet.csv", alexNet(), 4, "Num. of MACs (G)");
        assertBelow("eyeriss-vgg16.csv", vgg16(), 3, "MACs (G)");
    }

    private static void assertBelow(String file, List<ProductShape> layers, int batch, String macs) throws IOException {
        List<Map<String, String>> rows = SharedGoldens.table(
                SharedGoldens.scaleSim().resolveSibling("eyeriss").resolve(file));
        for (int i = 0; i < layers.size(); i++) {
            Map<String, String> row = rows.get(i);
            double measured = Double.parseDouble(row.get("Processing Latency (ms)"));
            long cycles = DEVICE.engine()
                    .compute(layers.get(i), null, new Sparsity.None(), Cores.ONE)
                    .cycles();
            double predicted = batch * DEVICE.milliseconds(cycles);
            assertThat(batch * layers.get(i).gemm().macs() / 1e9)
                    .as(row.get("Layer") + " has the published work")
                    .isBetween(0.95 * Double.parseDouble(row.get(macs)), 1.05 * Double.parseDouble(row.get(macs)));
            assertThat(predicted).as(row.get("Layer")).isBetween(0.2 * measured, 1.05 * measured);
        }
    }

    private static List<ProductShape> alexNet() {
        return List.of(
                conv(55, 96, 11, 3, 1),
                conv(27, 128, 5, 48, 2),
                conv(13, 384, 3, 256, 1),
                conv(13, 192, 3, 192, 2),
                conv(13, 128, 3, 192, 2));
    }

    private static List<ProductShape> vgg16() {
        return Stream.of(
                        new int[] {224, 64, 3},
                        new int[] {224, 64, 64},
                        new int[] {112, 128, 64},
                        new int[] {112, 128, 128},
                        new int[] {56, 256, 128},
                        new int[] {56, 256, 256},
                        new int[] {56, 256, 256},
                        new int[] {28, 512, 256},
                        new int[] {28, 512, 512},
                        new int[] {28, 512, 512},
                        new int[] {14, 512, 512},
                        new int[] {14, 512, 512},
                        new int[] {14, 512, 512})
                .map(layer -> conv(layer[0], layer[1], 3, layer[2], 1))
                .toList();
    }

    private static ProductShape conv(long side, long outputs, long kernel, long inputs, long groups) {
        ProductShape.Extent image = new ProductShape.Extent(side, side);
        return new ProductShape(
                new Gemm(side * side, outputs, kernel * kernel * inputs, groups),
                1,
                image,
                image,
                new ProductShape.Extent(kernel, kernel),
                new ProductShape.Extent(1, 1));
    }
}
