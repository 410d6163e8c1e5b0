package io.espalier.runs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Window;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.PrunableLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Convolutions whose channels are no multiple of any block, so that every edge is ragged.
class BlockSidecarTest {

    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", "."), "../../docs/formats.md");

    @TempDir
    Path directory;

    private static List<String> patterns() {
        return List.of(
                "{block: [8, 8]}",
                "{block: [4, 3]}",
                "{block: [16, 16]}",
                "{im2col: [4, 16], order: tap-major}",
                "{im2col: [4, 16], order: channel-major}",
                "channel",
                "{n-of-m: [2, 4]}",
                "{block: [4, 4], n-of-m: [2, 4]}");
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void theDenseModelComesBackBitForBit(String pattern) {
        // Given
        PruneSpec spec = spec(pattern);
        byte[] model = pruned(spec);
        Map<String, Tensor> expected = OnnxFile.read(model).initializers();

        // When
        byte[] sidecar = BlockSidecar.of(model, spec);

        // Then
        Map<String, Tensor> read = BlockSidecar.read(sidecar);
        assertThat(read.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, tensor) -> {
            Tensor dense = stored(read, name);
            assertThat(dense.shape()).as(name).isEqualTo(tensor.shape());
            assertThat(bytes(dense)).as(name).isEqualTo(bytes(tensor));
        });
        assertThat(stored(Safetensors.read(sidecar).tensors(), "stem.weight.blocks")
                        .size())
                .as("elements stored of 13 × 5 × 9")
                .isBetween(13 * 5 * 9 / 5, 13 * 5 * 9 * 3 / 5);
    }

    @Test
    void theFileIsAsSafetensorsSays() {
        byte[] sidecar = BlockSidecar.of(pruned(spec("{block: [8, 8]}")), spec("{block: [8, 8]}"));

        ByteBuffer file = ByteBuffer.wrap(sidecar).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(file.getLong(0));
        assertThat(header % 8).isZero();
        assertThat(new String(sidecar, 8, header, StandardCharsets.UTF_8))
                .startsWith("{\"__metadata__\":{\"format\":\"espalier-blocks\",\"version\":\"1\",\"pattern\":\"8×8\"")
                .contains("\"body.weight.index\":{\"dtype\":\"I32\"");
        long data = Safetensors.read(sidecar).tensors().values().stream()
                .mapToLong(tensor -> tensor.raw().capacity())
                .sum();
        assertThat(sidecar).hasSize(Math.toIntExact(8 + header + data));
    }

    @Test
    void aRemovedBlockTakesNoPlace() {
        // Given: 2 × 2 × 9 blocks of 8×8 in (11, 13, 3, 3), of which every other one is kept
        byte[] sidecar = BlockSidecar.of(pruned(spec("{block: [8, 8]}")), spec("{block: [8, 8]}"));

        // When
        Tensor index = stored(Safetensors.read(sidecar).tensors(), "body.weight.index");

        // Then
        assertThat(LongStream.of(index.longs())).hasSize(18).isSorted().allMatch(block -> block % 2 == 1);
    }

    @Test
    void refusesWhatIsNoSidecar() {
        byte[] sidecar = BlockSidecar.of(pruned(spec("{block: [8, 8]}")), spec("{block: [8, 8]}"));
        byte[] later = new String(sidecar, StandardCharsets.ISO_8859_1)
                .replace("\"version\":\"1\"", "\"version\":\"9\"")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> BlockSidecar.read(new byte[] {1, 2, 3}))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.EVENT_UNREADABLE))
                .hasMessageContaining("not a safetensors file");
        assertThatThrownBy(() -> BlockSidecar.read(later)).hasMessageContaining("version 1");
    }

    /// The program of `docs/formats.md`, as a user would run it.
    @Test
    void theDocumentsProgramReadsThemToo() throws IOException, InterruptedException {
        // Given
        String python = System.getProperty("espalier.python", "python3");
        assumeTrue(
                answers(python, "-c", "import numpy"),
                "the reader in docs/formats.md is run only where " + python + " has numpy (-Despalier.python=...)");
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf("```python\n") + "```python\n".length();
        Path program = Files.writeString(
                directory.resolve("read.py"), document.substring(begin, document.indexOf("```", begin)) + """

                import sys
                for file in sys.argv[1:]:
                    for name, tensor in dense(file).items():
                        tensor.tofile(file + "." + name)
                """);
        List<String> command = new ArrayList<>(List.of(python, program.toString()));
        for (int p = 0; p < patterns().size(); p++) {
            PruneSpec spec = spec(patterns().get(p));
            command.add(Files.write(file(p, ""), BlockSidecar.of(pruned(spec), spec))
                    .toString());
        }

        // When
        assertThat(answers(command.toArray(String[]::new))).isTrue();

        // Then
        for (int p = 0; p < patterns().size(); p++) {
            Graph expected = OnnxFile.read(pruned(spec(patterns().get(p))));
            for (Map.Entry<String, Tensor> parameter : expected.initializers().entrySet()) {
                assertThat(Files.readAllBytes(file(p, "." + parameter.getKey())))
                        .as("%s of %s", parameter.getKey(), patterns().get(p))
                        .isEqualTo(bytes(parameter.getValue()));
            }
        }
    }

    private Path file(int pattern, String suffix) {
        return directory.resolve(pattern + ".safetensors" + suffix);
    }

    private static boolean answers(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }

    private static PruneSpec spec(String pattern) {
        return RunSpecReader.read(
                        "{model: odd, data: {uri: odd}, prune: {exclude: [], pattern: %s}}".formatted(pattern))
                .prune();
    }

    /// Every other block of every layer is zero, and of N of M every other weight.
    private static byte[] pruned(PruneSpec spec) {
        Graph graph = model();
        BlockLayout layout = BlockLayout.of(graph, spec);
        Map<String, float[]> values = new LinkedHashMap<>();
        graph.initializers().forEach((name, tensor) -> values.put(name, tensor.floats()));
        layout.layers().forEach(layer -> clear(layer, values));
        if (layout.inner() != null) {
            layout.inner().layers().forEach(layer -> clear(layer, values));
        }
        Map<String, Tensor> initializers = new LinkedHashMap<>();
        graph.initializers()
                .forEach((name, tensor) -> initializers.put(
                        name, Tensor.ofFloats(tensor.shape(), values.getOrDefault(name, new float[0]))));
        return OnnxFile.write(
                new Graph(graph.name(), graph.inputs(), graph.outputs(), graph.nodes(), initializers, graph.header()));
    }

    private static void clear(PrunableLayer layer, Map<String, float[]> values) {
        layer.parts().forEach(part -> {
            float[] all = values.getOrDefault(part.parameter(), new float[0]);
            part.elements().forEach((index, block) -> all[index] = block % 2 == 0 ? 0 : all[index]);
        });
    }

    /// conv 5→13 3×3, ReLU, conv 13→11 3×3.
    private static Graph model() {
        Random random = new Random(3);
        Map<String, Tensor> initializers = new LinkedHashMap<>();
        initializers.put("stem.weight", gaussian(random, 13, 5, 3, 3));
        initializers.put("body.weight", gaussian(random, 11, 13, 3, 3));
        initializers.put("body.bias", gaussian(random, 11));
        Window window = Window.square(3, 1, 1);
        return new Graph(
                "odd",
                List.of(new ValueInfo(
                        "image", ElementType.FLOAT, Shape.of(Dim.of("batch"), Dim.of(5), Dim.of(8), Dim.of(8)))),
                List.of(new ValueInfo(
                        "out", ElementType.FLOAT, Shape.of(Dim.of("batch"), Dim.of(11), Dim.of(8), Dim.of(8)))),
                List.of(
                        new Node("stem", new Conv(1, window), List.of("image", "stem.weight"), List.of("a")),
                        new Node("relu", new Relu(), List.of("a"), List.of("b")),
                        new Node(
                                "body", new Conv(1, window), List.of("b", "body.weight", "body.bias"), List.of("out"))),
                initializers,
                ModelHeader.of(17));
    }

    private static Tensor gaussian(Random random, long... shape) {
        int size = 1;
        for (long extent : shape) {
            size *= Math.toIntExact(extent);
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(shape, values);
    }

    private static Tensor stored(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private static byte[] bytes(Tensor tensor) {
        byte[] bytes = new byte[tensor.raw().capacity()];
        tensor.raw().get(bytes);
        return bytes;
    }
}
