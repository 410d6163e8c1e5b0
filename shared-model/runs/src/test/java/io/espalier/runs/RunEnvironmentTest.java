package io.espalier.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.datasets.ImageDataset;
import io.espalier.datasets.shapes.ShapesArchive;
import io.espalier.datasets.source.DatasetCache;
import io.espalier.datasets.source.RemoteAccess;
import io.espalier.smart.training.Checkpoints;
import io.espalier.smart.training.RunListener.Progress;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunEnvironmentTest {

    @TempDir
    Path directory;

    private HttpServer server;
    private byte[] archive;

    @BeforeEach
    void serve() throws IOException {
        Path file = directory.resolve("shapes.zip");
        new ShapesArchive(7, 2, 1).write(file);
        archive = Files.readAllBytes(file);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, archive.length);
                exchange.getResponseBody().write(archive);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void watchersHearOfTheDownloadAndOfTheDecoding() {
        List<Progress> heard = new ArrayList<>();
        DatasetCache cache = new DatasetCache(directory.resolve("cache"));
        RunEnvironment environment = new RunEnvironment(directory, cache, Checkpoints.NONE, heard::add);

        try (ImageDataset train = environment.openTrain(spec())) {
            assertThat(train.size()).isEqualTo(20);
        }

        assertThat(heard)
                .containsExactly(
                        new Progress("download", archive.length, archive.length, Map.of()),
                        new Progress("data", 20, 0, Map.of()));
    }

    @Test
    void watchersHearOfImagesThatAreLeftOut() throws IOException {
        Path folder = directory.resolve("images/train/red");
        Files.createDirectories(folder);
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(image, "png", folder.resolve("whole.png").toFile());
        Files.writeString(folder.resolve("broken.png"), "no image");
        RunSpec spec = RunSpecReader.read("""
                model: m
                task: regression
                data: {uri: images, format: images, max-corrupt: 0.5}
                """);
        List<Progress> heard = new ArrayList<>();
        RunEnvironment environment =
                new RunEnvironment(directory, directory.resolve("cache"), Checkpoints.NONE, heard::add);

        environment.openTrain(spec).close();
        environment.openTrain(spec).close();

        Progress omitted = new Progress("omitted", 1, 0, Map.of("corrupt-images", 1.0, "dropped-boxes", 0.0));
        assertThat(heard.stream().filter(omitted::equals)).hasSize(2);
    }

    @Test
    void theCachesRulesHold() {
        DatasetCache closed =
                new DatasetCache(directory.resolve("cache"), DatasetCache.DEFAULT_LIMIT, RemoteAccess.NOWHERE);
        RunEnvironment environment =
                new RunEnvironment(directory, closed, Checkpoints.NONE, progress -> {}).with(Checkpoints.NONE);

        assertThatThrownBy(() -> environment.openValidation(spec())).hasMessageContaining("espalier.remote-data");
    }

    private RunSpec spec() {
        String uri = "zip:http://127.0.0.1:" + server.getAddress().getPort() + "/shapes.zip!/shapes";
        return RunSpecReader.read("{model: m, data: {uri: \"" + uri + "\"}}");
    }
}
