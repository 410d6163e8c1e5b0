package io.espalier.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Two processes and one cache directory.
class SharedCacheTest extends DownloadFixture {

    /// Downloads `args[1]` into the cache `args[0]`, says its digest, and holds it until its input ends.
    public static void main(String[] args) throws IOException {
        DatasetCache cache = new DatasetCache(Path.of(args[0]));
        DataLocation location = DataLocation.of(args[1], new DataPlace(cache.directory(), new SpecAuthor.Operator()));
        Object user = new Object();
        Downloads.Whole whole =
                new Downloads(cache).get((DataLocation.RemoteArchive) location, ANYTHING, DownloadListener.NONE, user);
        System.out.println(whole.origin().sha256());
        System.in.read();
        System.out.println(user);
    }

    @Test
    void oneDownloadsForBothAndWhatBothUseStays() throws Exception {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            server.then(server.after(1_500));
            List<Process> processes = new ArrayList<>();
            try {
                processes.add(start(server.uri("/set.zip")));
                processes.add(start(server.uri("/set.zip")));
                for (Process process : processes) {
                    assertThat(process.inputReader().readLine()).isEqualTo(Sha256.hex(content));
                }
                assertThat(server.bytesSent()).isEqualTo(content.length);

                new Eviction(directory).shrinkTo(0);
                assertThat(downloaded()).hasSize(1);
            } finally {
                for (Process process : processes) {
                    process.getOutputStream().close();
                    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                }
            }
            new Eviction(directory).shrinkTo(0);
            assertThat(downloaded()).isEmpty();
        }
    }

    private Process start(String uri) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SharedCacheTest.class.getName(),
                        directory.toString(),
                        uri)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
