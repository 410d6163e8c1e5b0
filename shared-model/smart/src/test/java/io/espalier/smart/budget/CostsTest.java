package io.espalier.smart.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.BudgetSpec.Storage;
import io.espalier.contracts.BudgetUnit;
import io.espalier.contracts.PruneSpec.Kernels;
import io.espalier.contracts.PruneSpec.Scope;
import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuProfile;
import io.espalier.npu.NpuProfiles;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Tensor;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Specs;
import io.espalier.smart.TinyModels;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against counts of the masked network's own zeros, and against the NPU model's estimate of it.
final class CostsTest {

    private static final int PIXELS = 8 * 8;

    private final Graph graph = TinyModels.network(4, 3);

    private BlockLayout layout(BlockPattern pattern) {
        return BlockLayout.of(
                graph,
                Specs.prune(pattern, 0.5, List.of("first", "classifier", "depthwise"), Kernels.ALL, Scope.GLOBAL, 1));
    }

    private static boolean[] random(int blocks, long seed) {
        Random random = new Random(seed);
        boolean[] kept = new boolean[blocks];
        for (int b = 0; b < blocks; b++) {
            kept[b] = random.nextInt(3) > 0;
        }
        return kept;
    }

    private long nonZero(Graph masked, String weight) {
        long count = 0;
        for (float value :
                Objects.requireNonNull(masked.initializers().get(weight)).floats()) {
            count += value == 0 ? 0 : 1;
        }
        return count;
    }

    @Test
    void countsParametersOfTheWholeNetwork() {
        BlockLayout layout = layout(new BlockPattern.Tile(8, 8));
        Cost cost = new Costs(graph, layout, "systolic-8x8").in(BudgetUnit.PARAMETERS, null);
        // stem 3→8 3×3, wide 8→12 3×3, depthwise 12 3×3, point 12→10, each with scale and bias; classifier 10→4 with
        // bias
        long normalisations = 2 * (8 + 12 + 12 + 10);
        long dense = 3 * 8 * 9 + 8 * 12 * 9 + 12 * 9 + 12 * 10 + normalisations + 10 * 4 + 4;
        assertThat(cost.dense()).isEqualTo((double) dense);
        boolean[] kept = random(layout.blocks(), 5);
        Graph masked = KeptBlocks.filled(graph, layout, kept);
        assertThat(cost.of(kept))
                .isEqualTo((double) dense
                        - (8 * 12 * 9 - nonZero(masked, "wide.weight"))
                        - (12 * 10 - nonZero(masked, "point.weight")));
    }

    @Test
    void countsMacsByTheOutputPositionsOfALayer() {
        BlockLayout layout = layout(new BlockPattern.Tile(8, 8));
        Cost cost = new Costs(graph, layout, "systolic-8x8").in(BudgetUnit.MACS, null);
        long fixed = (3 * 8 * 9 + 12 * 9) * PIXELS + 10 * 4;
        assertThat(cost.fixed()).isEqualTo((double) fixed);
        boolean[] kept = random(layout.blocks(), 6);
        Graph masked = KeptBlocks.filled(graph, layout, kept);
        long left = nonZero(masked, "wide.weight") + nonZero(masked, "point.weight");
        assertThat(cost.of(kept)).isEqualTo(fixed + (double) left * PIXELS);
    }

    @Test
    void storesKeptBlocksAndABitmapALayer() {
        BlockLayout layout = layout(new BlockPattern.Tile(8, 8));
        Costs costs = new Costs(graph, layout, "systolic-8x8");
        double parameters = costs.in(BudgetUnit.PARAMETERS, null).of(new boolean[layout.blocks()]);
        Cost cost = costs.in(BudgetUnit.WEIGHT_BYTES, Storage.BLOCK_SPARSE);
        assertThat(cost.fixed()).isEqualTo(parameters + 3 + 1); // 18 and 4 blocks, 8 a byte
        assertThat(cost.total()).isGreaterThan(cost.dense());
    }

    @Test
    void storesDenseZerosButNoRemovedChannel() {
        BlockLayout layout = layout(new BlockPattern.Tile(8, 8));
        Cost cost = new Costs(graph, layout, "systolic-8x8").in(BudgetUnit.WEIGHT_BYTES, Storage.DENSE);
        boolean[] kept = new boolean[layout.blocks()];
        kept[0] = true; // one tap of channels 0 to 7 of "wide"
        assertThat(cost.of(kept)).isEqualTo(cost.fixed() + 8 * 8 * 9);
        kept[1] = true;
        assertThat(cost.of(kept)).isEqualTo(cost.fixed() + 8 * 8 * 9);
    }

    @Test
    void countsWhatNOfMLeavesOfAKeptTile() {
        BlockPattern.Tile tile = new BlockPattern.Tile(8, 8);
        BlockLayout layout = layout(new BlockPattern.TileNOfM(tile, new BlockPattern.NOfM(2, 4)));
        Cost cost = new Costs(graph, layout, "systolic-8x8").in(BudgetUnit.PARAMETERS, null);
        boolean[] kept = new boolean[layout.blocks()];
        kept[0] = true;
        assertThat(cost.of(kept)).isEqualTo(cost.fixed() + 32);
    }

    /// Tiles that blocks fill, share and straddle: 8×8 blocks and im2col ones on arrays of several sizes.
    @ParameterizedTest
    @CsvSource({"systolic-8x8, 8, 8", "systolic-16x16, 8, 8", "systolic-32x32, 8, 8", "systolic-8x8, 3, 5"})
    void cyclesAreThoseOfTheMaskedNetwork(String device, int out, int in) {
        NpuProfile profile = NpuProfiles.named(device);
        for (BlockPattern pattern : List.of(
                new BlockPattern.Tile(out, in),
                new BlockPattern.Im2col(out, in, BlockPattern.Order.TAP_MAJOR),
                new BlockPattern.Channel())) {
            BlockLayout layout = layout(pattern);
            Costs costs = new Costs(graph, layout, device);
            Cost cycles = costs.in(BudgetUnit.NPU_CYCLES, null);
            Cost milliseconds = costs.in(BudgetUnit.LATENCY_MS, null);
            for (int trial = 0; trial < 20; trial++) {
                boolean[] kept = trial == 0 ? new boolean[layout.blocks()] : random(layout.blocks(), trial);
                var report = NpuModel.estimate(KeptBlocks.filled(graph, layout, kept), profile);
                assertThat(cycles.of(kept)).isEqualTo((double) report.cycles());
                assertThat(milliseconds.of(kept)).isCloseTo(report.milliseconds(), within(1e-15));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"systolic-8x8", "systolic-16x16", "systolic-32x32"})
    void tileSkippingProfilesNeedNoEstimates(String device) {
        Costs costs = new Costs(graph, layout(new BlockPattern.Tile(8, 8)), device);
        assertThat(costs.in(BudgetUnit.NPU_CYCLES, null)).isInstanceOf(GranuleCost.class);
    }

    @Test
    void aDeviceThatMakesNoUseOfZerosCostsTheSame() {
        BlockLayout layout = layout(new BlockPattern.Tile(8, 8));
        Cost cost = new Costs(graph, layout, "systolic-32x32-dense").in(BudgetUnit.NPU_CYCLES, null);
        assertThat(cost.of(new boolean[layout.blocks()]))
                .isEqualTo(cost.dense())
                .isEqualTo(cost.total());
    }

    @Test
    void sharesOfABlockAddUpToThePriceOfItsGranules() {
        BlockLayout layout = layout(new BlockPattern.Tile(8, 8));
        Costs costs = new Costs(graph, layout, "systolic-16x16");
        GranuleCost cost = (GranuleCost) costs.in(BudgetUnit.NPU_CYCLES, null);
        double shares = Arrays.stream(cost.shares()).sum();
        double prices = Arrays.stream(cost.granules().price()).sum();
        assertThat(shares).isCloseTo(prices, within(1e-9 * prices));
    }

    @Test
    void masksWithTensorsOfTheSameShape() {
        BlockLayout layout = layout(new BlockPattern.Tile(8, 8));
        Graph masked = KeptBlocks.filled(graph, layout, new boolean[layout.blocks()]);
        Tensor weight = Objects.requireNonNull(masked.initializers().get("wide.weight"));
        assertThat(weight.shape()).containsExactly(12, 8, 3, 3);
        assertThat(nonZero(masked, "wide.weight")).isZero();
        assertThat(nonZero(masked, "stem.weight")).isPositive();
    }
}
