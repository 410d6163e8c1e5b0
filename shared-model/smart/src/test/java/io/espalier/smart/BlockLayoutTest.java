package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneSpec;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class BlockLayoutTest {

    private static final List<String> DEFAULT = List.of("first", "classifier", "depthwise");

    private final Graph tiny = TinyModels.network(10, 1);

    @Test
    void excludesFirstClassifierAndDepthwise() {
        assertThat(weights(spec(DEFAULT, PruneSpec.Kernels.ALL))).containsExactly("wide.weight", "point.weight");
        assertThat(weights(spec(List.of(), PruneSpec.Kernels.ALL)))
                .containsExactly("stem.weight", "wide.weight", "depthwise.weight", "point.weight", "fc.weight");
    }

    @Test
    void excludesByNodeOrWeightName() {
        assertThat(weights(spec(List.of("wide", "fc.weight"), PruneSpec.Kernels.ALL)))
                .containsExactly("stem.weight", "depthwise.weight", "point.weight");
    }

    @Test
    void refusesToExcludeWhatIsNotThere() {
        assertThatThrownBy(() -> BlockLayout.of(tiny, spec(List.of("widee"), PruneSpec.Kernels.ALL)))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("'widee'");
    }

    @Test
    void spatialKernelsHaveMoreThanOneTap() {
        assertThat(weights(spec(List.of(), PruneSpec.Kernels.SPATIAL)))
                .containsExactly("stem.weight", "wide.weight", "depthwise.weight");
    }

    @Test
    void countsRaggedBlocksByTheirRealElements() {
        // 12 × 8 channels in 8 × 5 tiles: 2 × 2 tiles of 9 taps
        PrunableLayer layer = new PrunableLayer("wide", "w", 12, 8, 9, 8, 5);
        assertThat(layer.blocks()).isEqualTo(36);
        int[] elements = layer.elements();
        assertThat(elements[0]).isEqualTo(8 * 5);
        assertThat(elements[9]).isEqualTo(8 * 3);
        assertThat(elements[18]).isEqualTo(4 * 5);
        assertThat(elements[27]).isEqualTo(4 * 3);
        assertThat(Arrays.stream(elements).sum()).isEqualTo(12 * 8 * 9);
    }

    @Test
    void channelBlocksCoverAllInputsAndTaps() {
        PrunableLayer layer = new PrunableLayer("wide", "w", 12, 8, 9, 1, 0);
        assertThat(layer.blocks()).isEqualTo(12);
        assertThat(layer.elements()).containsOnly(72);
        int[] blocks = new int[12 * 72];
        layer.parts().getFirst().elements().forEach((index, block) -> blocks[index] = block);
        assertThat(blocks[5 * 72 + 71]).isEqualTo(5);
    }

    @Test
    void recountsExactZerosFromWeights() {
        // Given: of `point` (10 × 12 × 1 × 1, tiles 8 × 8), rows 0–7 by inputs 0–7 are zero, one of them negative zero
        BlockLayout layout = BlockLayout.of(tiny, spec(DEFAULT, PruneSpec.Kernels.ALL));
        float[] point = tiny.constant("point.weight").orElseThrow().floats();
        for (int i = 0; i < 64; i++) {
            point[i / 8 * 12 + i % 8] = i == 9 ? -0.0f : 0.0f;
        }
        Graph cut = tiny.withInitializers(Map.of("point.weight", Tensor.ofFloats(new long[] {10, 12, 1, 1}, point)));

        // When
        BudgetCount count = layout.recount(cut, 1);

        // Then: `wide` has 2 × 1 × 9 blocks, `point` 2 × 2
        assertThat(count).isEqualTo(new BudgetCount(22, 1, 1, 12 * 8 * 9 + 120, 64));
        assertThat(layout.recount(tiny, 1).isExact()).isFalse();
    }

    @Test
    void findsTheBlocksOfAPublishedResNet20() {
        Path model =
                Path.of(System.getProperty("espalier.shared", "shared"), "models/pretrained/resnet20-cifar10.onnx");
        Assumptions.assumeTrue(Files.isRegularFile(model), "needs the shared model " + model);
        Graph resnet = TrainingForm.of(OnnxFile.read(model));

        BlockLayout layout = BlockLayout.of(resnet, spec(DEFAULT, PruneSpec.Kernels.SPATIAL));

        // 6 convolutions 16→16: 4 tiles; 16→32: 8; 5 × 32→32: 16; 32→64: 32; 5 × 64→64: 64; each with 9 taps
        assertThat(layout.layers()).hasSize(18);
        assertThat(layout.blocks()).isEqualTo(9 * (6 * 4 + 8 + 5 * 16 + 32 + 5 * 64));
    }

    /// `wide` goes with its normalisation, and with the depthwise filters behind it and theirs; excluding
    /// `depthwise`
    /// keeps no channel, excluding the layer by name does.
    @Test
    void channelsTakeEverythingWithThem() {
        PruneSpec spec =
                Specs.prune(new BlockPattern.Channel(), 0.5, DEFAULT, PruneSpec.Kernels.ALL, PruneSpec.Scope.GLOBAL, 1);
        List<PrunableLayer> layers = BlockLayout.of(tiny, spec).layers();
        assertThat(layers).extracting(PrunableLayer::weight).containsExactly("wide.weight", "point.weight");
        assertThat(layers.getFirst().parts())
                .extracting(PrunableLayer.Part::parameter)
                .containsExactly(
                        "wide.weight",
                        "wide.gamma",
                        "wide.beta",
                        "depthwise.weight",
                        "depthwise.gamma",
                        "depthwise.beta");
        assertThat(layers.getFirst().elements()).containsOnly(8 * 9 + 9).hasSize(12);
        PruneSpec named = Specs.prune(
                new BlockPattern.Channel(),
                0.5,
                List.of("depthwise", "first", "depthwise.weight"),
                PruneSpec.Kernels.ALL,
                PruneSpec.Scope.GLOBAL,
                1);
        assertThat(weights(named)).containsExactly("point.weight");
    }

    private List<String> weights(PruneSpec spec) {
        return BlockLayout.of(tiny, spec).layers().stream()
                .map(PrunableLayer::weight)
                .toList();
    }

    private static PruneSpec spec(List<String> exclude, PruneSpec.Kernels kernels) {
        return Specs.prune(new BlockPattern.Tile(8, 8), 0.5, exclude, kernels, PruneSpec.Scope.GLOBAL, 1);
    }
}
