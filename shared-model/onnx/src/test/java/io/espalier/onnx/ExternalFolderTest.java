package io.espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.onnx.proto.ModelProto;
import io.espalier.onnx.proto.StringStringEntryProto;
import io.espalier.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalFolderTest {

    private static final int OFFSET = 16;

    @TempDir
    private Path root;

    private Path folder;

    @BeforeEach
    void weightsBesideTheModel() throws IOException {
        folder = Files.createDirectory(root.resolve("model"));
        Tensor weight = Graphs.tiny().constant("conv.weight").orElseThrow();
        byte[] file = new byte[OFFSET + 4 * weight.size()];
        weight.raw().get(file, OFFSET, file.length - OFFSET);
        Files.write(folder.resolve("weights.bin"), file);
        Files.write(root.resolve("secret.bin"), file);
    }

    @Test
    void weightsBesideTheModelAreLoaded() throws IOException {
        assertThat(OnnxFile.read(model(Map.of("location", "weights.bin", "offset", "16", "length", "432"))))
                .isEqualTo(Graphs.tiny());
    }

    @Test
    void weightsElsewhereAreRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.bin"), root.resolve("secret.bin"));
        for (String location : new String[] {
            "../secret.bin",
            root.resolve("secret.bin").toString(),
            link.getFileName().toString(),
            ""
        }) {
            Path model = model(Map.of("location", location, "offset", "16"));
            assertThatThrownBy(() -> OnnxFile.read(model))
                    .hasMessage("initializer 'conv.weight': its external data '" + location
                            + "' must be a file in the model's own folder");
        }
    }

    @Test
    void weightsThatAreNotThereAreRefused() throws IOException {
        Path absent = model(Map.of("location", "other.bin"));
        assertThatThrownBy(() -> OnnxFile.read(absent))
                .hasMessage("initializer 'conv.weight': its external data file 'other.bin' is not beside the model");
        Path beyond = model(Map.of("location", "weights.bin", "offset", "17"));
        assertThatThrownBy(() -> OnnxFile.read(beyond))
                .hasMessage(
                        "initializer 'conv.weight': bytes 17 to 449 are past the end of 'weights.bin', which has 448");
        Path longer = model(Map.of("location", "weights.bin", "length", "433"));
        assertThatThrownBy(() -> OnnxFile.read(longer))
                .hasMessage("initializer 'conv.weight': length of the external data must be 432, was 433");
        Path words = model(Map.of("location", "weights.bin", "offset", "start"));
        assertThatThrownBy(() -> OnnxFile.read(words))
                .hasMessage("initializer 'conv.weight': external data 'offset' must be a number, was 'start'");
    }

    private Path model(Map<String, String> entries) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(OnnxFile.write(Graphs.tiny())).toBuilder();
        TensorProto.Builder weight =
                model.getGraphBuilder().getInitializerBuilder(0).clearRawData();
        weight.setDataLocation(TensorProto.DataLocation.EXTERNAL);
        entries.forEach((key, value) -> weight.addExternalData(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return Files.write(folder.resolve("model.onnx"), model.build().toByteArray());
    }
}
