package io.espalier.smart.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.BudgetSpec;
import io.espalier.contracts.BudgetUnit;
import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.PruneSpec.Kernels;
import io.espalier.contracts.PruneSpec.Scope;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Ranking;
import io.espalier.smart.SharedModels;
import io.espalier.smart.Specs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Meets every whole percentage of every unit's range on nine published networks, and keeps
/// `docs/benchmarks/budgets.md` equal to what it finds; rewrite it with `-Dgolden.update`.
final class BudgetsDocumentTest {

    private static final Path DOCUMENT =
            Path.of(System.getProperty("basedir", "."), "../../docs/benchmarks/budgets.md");
    private static final String DEVICE = "systolic-32x32";
    private static final PruneSpec TILES = spec(new BlockPattern.Tile(16, 16));
    private static final PruneSpec CHANNELS = spec(new BlockPattern.Channel());
    private static final int PERCENTAGES = 99;

    private static final List<String> NETWORKS = List.of(
            "bilateral_segmenter",
            "csp_pan_detector_m",
            "deeplabv3_mobilenet_v3_large",
            "densenet121",
            "googlenet",
            "mobilenet_v2",
            "resnet18",
            "resnet50",
            "unet_small");

    @Test
    void everyBudgetIsMetOnEveryTopology() throws IOException {
        assertThat(SharedModels.read(NETWORKS.getFirst())).isNotEmpty(); // skipped where the models are absent
        String expected = document();
        if (System.getProperty("golden.update") != null) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("docs/benchmarks/budgets.md is generated; run this test with -Dgolden.update")
                .isEqualTo(expected);
    }

    private static String document() {
        return """
                # Budgets

                This page is written by `BudgetsDocumentTest`: on nine published networks (synthetic weights) it asks for 1, 2, … 99 %% of the range that each
                unit can reach, selects blocks of 16×16 by magnitude (`layer-mean`, at least one block a layer, first layer, classifier and depthwise layers dense),
                and fails at any selection that is above its budget or leaves a block out that would still fit. The device is `systolic-32x32`, whose tiles
                hold four blocks each. Bytes of dense storage become fewer only where whole channels go: their blocks are channels, each with all that
                makes it.

                - reachable: from what the floors may take at most, whatever the scores, to everything; of the whole network
                - slack: the largest difference between a budget and what is used of it, over the cheapest block that was left out: below 1 is within one
                  block. A budget of blocks is met exactly.

                | network | unit | blocks | dense | reachable | budgets met | above | largest slack, blocks |
                |---|---|---|---|---|---|---|---|
                %s
                """.formatted(
                NETWORKS.parallelStream().map(name -> rows(name, graph(name))).collect(Collectors.joining("\n")));
    }

    private static Graph graph(String name) {
        try {
            return TrainingForm.of(OnnxFile.read(SharedModels.read(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String rows(String network, Graph graph) {
        BlockLayout tiles = BlockLayout.of(graph, TILES);
        Costs costs = new Costs(graph, tiles, DEVICE);
        LayerBounds bounds = LayerBounds.of(tiles, TILES);
        double[] scores = costs.magnitudes();
        Stream<String> ofTiles = Arrays.stream(BudgetUnit.values())
                .map(unit -> row(network, name(unit), costs.in(unit, null), bounds, scores));
        return Stream.concat(ofTiles, Stream.of(ofChannels(network, graph))).collect(Collectors.joining("\n"));
    }

    private static String name(BudgetUnit unit) {
        return unit == BudgetUnit.WEIGHT_BYTES ? "weight-bytes, block-sparse" : unit.text();
    }

    private static String ofChannels(String network, Graph graph) {
        BlockLayout channels = BlockLayout.of(graph, CHANNELS);
        Costs costs = new Costs(graph, channels, DEVICE);
        Cost bytes = costs.in(BudgetUnit.WEIGHT_BYTES, BudgetSpec.Storage.DENSE);
        return row(
                network,
                "weight-bytes, dense, of channels",
                bytes,
                LayerBounds.of(channels, CHANNELS),
                costs.magnitudes());
    }

    private static PruneSpec spec(BlockPattern pattern) {
        return Specs.prune(pattern, 0.5, List.of("first", "classifier", "depthwise"), Kernels.ALL, Scope.GLOBAL, 1);
    }

    private static String row(String network, String name, Cost cost, LayerBounds bounds, double[] scores) {
        Reach reach = Reach.of(cost, bounds);
        double[] ranked = cost instanceof GranuleCost shared
                ? Bundles.of(shared.granules()).pooled(scores)
                : scores;
        int[] order = Ranking.descending(ranked);
        double slack = IntStream.rangeClosed(1, PERCENTAGES)
                .mapToDouble(percent -> {
                    double exact = reach.least() + percent / 100.0 * (reach.most() - reach.least());
                    double most = cost.unit() == BudgetUnit.BLOCKS ? Math.rint(exact) : exact;
                    boolean[] kept = new Selection(bounds, List.of(new Limit(cost, most))).of(order);
                    return slack(cost, kept, most);
                })
                .max()
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,d | %s | %s to %s | %d | 0 | %s |",
                network,
                name,
                bounds.blocks(),
                number(cost, cost.dense()),
                number(cost, reach.least()),
                number(cost, reach.most()),
                PERCENTAGES,
                cost.unit() == BudgetUnit.BLOCKS ? "0" : String.format(Locale.ROOT, "%.3f", slack));
    }

    /// The part of the cheapest block left out that would still fit: below 1.
    private static double slack(Cost cost, boolean[] kept, double most) {
        Meter meter =
                switch (cost) {
                    case AdditiveCost additive -> additive.meter();
                    case GranuleCost shared -> shared.meter();
                    case EstimatedCost ignored -> throw new IllegalStateException("every unit adds up here");
                };
        for (int b = 0; b < kept.length; b++) {
            if (kept[b]) {
                meter.keep(b);
            }
        }
        double spent = meter.spent();
        double cheapest = IntStream.range(0, kept.length)
                .filter(b -> !kept[b])
                .mapToDouble(b -> meter.with(b) - spent)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        assertThat(spent).as("%s", cost.unit()).isLessThanOrEqualTo(most);
        assertThat(most - spent).as("%s", cost.unit()).isLessThan(cheapest);
        assertThat(cost.unit() == BudgetUnit.BLOCKS && spent != most).isFalse();
        return (most - spent) / cheapest;
    }

    private static String number(Cost cost, double value) {
        return String.format(Locale.ROOT, cost.unit() == BudgetUnit.LATENCY_MS ? "%.4f" : "%,.0f", value);
    }
}
