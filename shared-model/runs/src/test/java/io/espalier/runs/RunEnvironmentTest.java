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
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
