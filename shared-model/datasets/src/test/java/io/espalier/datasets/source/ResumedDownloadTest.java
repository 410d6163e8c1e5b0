package io.espalier.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ErrorCode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ResumedDownloadTest extends DownloadFixture {

    @Test
    void goesOnWhereTheConnectionBroke() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            server.then(server.cutAfter(123_456));

            assertThat(download(server.uri("/set.zip"))).isEqualTo(content);

            FileServer.Request second = server.requests().get(1);
            assertThat(second.ifRange()).isEqualTo("\"v1\"");
            assertThat(second.range()).matches("bytes=[1-9]\\d*-");
            assertThat(server.bytesSent()).isLessThan(content.length + 123_456);
        }
    }

    @Test
    void goesOnInAnotherProcessLater() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            server.then(
                    server.cutAfter(200_000), FileServer.status(503), FileServer.status(503), FileServer.status(503));
            assertTransient(ErrorCode.DATASET_UNAVAILABLE, () -> download(server.uri("/set.zip")), "503", "/set.zip");
            long there = Files.size(downloaded().get(0));
            assertThat(downloaded().get(0).toString()).endsWith(".zip.part");

            assertThat(download(server.uri("/set.zip"))).isEqualTo(content);

            assertThat(server.requests().get(4).range()).isEqualTo("bytes=" + there + "-");
        }
    }

    @Test
    void aPartThatIsWholeIsNotAskedForAgain() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            PartFile part = new PartFile(downloads().target(location(server.uri("/set.zip"))), PartFile.APPEND);
            Files.createDirectories(part.file().getParent());
            part.begin(new Origin("\"v1\"", null, content.length, null));
            Files.write(part.file(), content);

            assertThat(download(server.uri("/set.zip"))).isEqualTo(content);

            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void anotherTagStartsOver() throws IOException {
        byte[] other = random(250_000, 2);
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            server.then(server.cutAfter(100_000), FileServer.status(500), exchange -> {
                server.serve(other, "\"v2\"");
                FileServer.status(502).to(exchange);
            });
            assertTransient(
                    ErrorCode.DATASET_UNAVAILABLE, () -> download(server.uri("/set.zip"))); // attempts: 3 in a row

            assertThat(download(server.uri("/set.zip"))).isEqualTo(other);
        }
    }

    @Test
    void aServerThatIgnoresIfRangeStartsOver() throws IOException {
        byte[] other = random(content.length, 2);
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            server.then(server.cutAfter(100_000), exchange -> {
                server.serve(other, "\"v2\"");
                server.part(
                        exchange,
                        Integer.parseInt(
                                exchange.getRequestHeaders().getFirst("Range").replaceAll("\\D", "")));
            });

            assertThat(download(server.uri("/set.zip"))).isEqualTo(other);
        }
    }

    @Test
    void aServerWithoutTagsOrRangesStartsOver() throws IOException {
        try (FileServer server = new FileServer(content, "")) {
            server.then(server.cutAfter(100_000));

            assertThat(download(server.uri("/set.zip"))).isEqualTo(content);

            assertThat(server.requests()).extracting(FileServer.Request::range).containsExactly("", "");
        }
    }

    @Test
    void anUnsatisfiableRangeStartsOver() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            server.then(server.cutAfter(100_000), FileServer.status(416));

            assertThat(download(server.uri("/set.zip"))).isEqualTo(content);

            assertThat(server.requests().get(2).range()).isEmpty();
        }
    }

    @Test
    void aServerThatStallsIsLeft() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            server.then(server.stallAfter(100_000, 5_000));
            long start = System.nanoTime();

            assertThat(download(server.uri("/set.zip"))).isEqualTo(content);

            assertThat(System.nanoTime() - start).isLessThan(4_000_000_000L);
            assertThat(server.requests().get(1).range()).startsWith("bytes=");
        }
    }

    @Test
    void aFullDiskKeepsWhatIsThere() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            Downloads full = new Downloads(cache(), FAST, file -> new FullAfter(PartFile.APPEND.append(file), 65_536));
            DataLocation.RemoteArchive location = location(server.uri("/set.zip"));

            assertTransient(
                    ErrorCode.STORE_FULL,
                    () -> full.get(location, ANYTHING, DownloadListener.NONE, this),
                    "No space left",
                    ".zip.part");

            assertThat(download(server.uri("/set.zip"))).isEqualTo(content);
            assertThat(server.requests().get(1).range()).matches("bytes=[1-9]\\d*-");
        }
    }

    @Test
    void aListenerMayStopIt() throws IOException {
        byte[] large = random(3 << 20, 3);
        try (FileServer server = new FileServer(large, "\"v1\"")) {
            DataLocation.RemoteArchive location = location(server.uri("/set.tar.gz"));

            assertThatThrownBy(() -> downloads()
                            .get(
                                    location,
                                    ANYTHING,
                                    (bytes, total) -> {
                                        throw new IllegalStateException(bytes + " of " + total);
                                    },
                                    this))
                    .hasMessageMatching("1\\d{6} of 3145728");

            assertThat(download(server.uri("/set.tar.gz"))).isEqualTo(large);
            assertThat(server.requests().get(1).range()).matches("bytes=1\\d{6}-");
        }
    }

    /// A volume on which there is room for a few bytes.
    private static final class FullAfter extends FilterOutputStream {

        private int room;

        FullAfter(OutputStream out, int room) {
            super(out);
            this.room = room;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int fits = Math.min(length, room);
            out.write(bytes, offset, fits);
            room -= fits;
            if (fits < length) {
                throw new IOException("No space left on device");
            }
        }
    }
}
