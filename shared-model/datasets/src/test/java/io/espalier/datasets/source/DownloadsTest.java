package io.espalier.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Sha256;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DownloadsTest extends DownloadFixture {

    @Test
    void keepsAnArchiveUntilTheServerHasAnother() throws IOException {
        byte[] other = random(1_000, 2);
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            assertThat(download(server.uri("/set.zip"))).isEqualTo(content);
            assertThat(download(server.uri("/set.zip"))).isEqualTo(content);
            server.serve(other, "\"v2\"");
            assertThat(download(server.uri("/set.zip"))).isEqualTo(other);

            assertThat(server.requests())
                    .extracting(FileServer.Request::ifNoneMatch)
                    .containsExactly("", "\"v1\"", "\"v1\"", "");
            assertThat(downloaded()).hasSize(1);
        }
    }

    @Test
    void whatIsHereServesWhenTheServerIsGone() throws IOException {
        String uri;
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            uri = server.uri("/set.zip");
            download(uri);
            server.then(FileServer.status(404));
            assertThat(download(uri)).isEqualTo(content);
        }
        assertThat(download(uri)).isEqualTo(content);
    }

    @Test
    void aKnownDigestNeedsNoRequest() throws IOException {
        Expected expected = new Expected(Sha256.hex(content), size(content.length));
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            download(server.uri("/set.zip"), expected);
            download(server.uri("/set.zip"), expected);

            assertThat(server.requests()).hasSize(1);
            assertPermanent(
                    ErrorCode.DIGEST_MISMATCH,
                    () -> download(server.uri("/set.zip"), new Expected("0".repeat(64), null)),
                    Sha256.hex(content),
                    "data.sha256 says 000");
        }
    }

    @Test
    void otherBytesLeaveNothing() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            server.then(server.chunked());

            assertPermanent(
                    ErrorCode.DIGEST_MISMATCH,
                    () -> download(server.uri("/set.zip"), new Expected(null, size(299_999))),
                    "has 300000 bytes, data.size says 299999");
            assertPermanent(
                    ErrorCode.DIGEST_MISMATCH,
                    () -> download(server.uri("/set.zip"), new Expected("0".repeat(64), null)));
            long sent = server.bytesSent();
            assertPermanent(
                    ErrorCode.DIGEST_MISMATCH,
                    () -> download(server.uri("/set.zip"), new Expected(null, size(7))),
                    "data.size says 7");

            assertThat(downloaded()).isEmpty();
            assertThat(server.requests()).hasSize(3);
            assertThat(sent).isEqualTo(2L * content.length);
        }
    }

    @Test
    void anArchiveAboveTheLimitIsRefused() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            server.then(server.chunked());
            DatasetCache small = new DatasetCache(directory, size(100_000), RemoteAccess.ANYWHERE);
            Downloads downloads = new Downloads(small, FAST, PartFile.APPEND);
            for (int i = 0; i < 2; i++) {
                assertPermanent(
                        ErrorCode.DATASET_INVALID,
                        () -> downloads.get(location(server.uri("/x.zip")), ANYTHING, DownloadListener.NONE, this),
                        "the cache may hold 100000",
                        "espalier.cache-limit");
            }
            assertThat(downloaded()).isEmpty();
        }
    }

    @Test
    void asksAgainWhenTheServerIsBusy() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            server.then(FileServer.status(503), FileServer.status(429, "Retry-After", "1"));
            long start = System.nanoTime();

            assertThat(download(server.uri("/set.zip"))).isEqualTo(content);

            assertThat(System.nanoTime() - start).isBetween(1_000_000_000L, 5_000_000_000L);
        }
    }

    @Test
    void givesUpForNow() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            server.then(FileServer.status(500), FileServer.status(502), FileServer.status(503));
            assertTransient(ErrorCode.DATASET_UNAVAILABLE, () -> download(server.uri("/set.zip")), "it answers 503");
            assertThat(server.requests()).hasSize(3);

            server.then(FileServer.status(429, "Retry-After", "3600"));
            assertTransient(ErrorCode.DATASET_UNAVAILABLE, () -> download(server.uri("/set.zip")), "it answers 429");
            assertThat(server.requests()).hasSize(4);
        }
        assertTransient(
                ErrorCode.DATASET_UNAVAILABLE, () -> download("http://127.0.0.1:1/set.zip"), "ConnectException");
    }

    @Test
    void aServerThatAnnouncesTooMuchIsLeft() throws IOException {
        try (FileServer server = new FileServer(content, "")) {
            server.then(server.cutAfter(1_000), server.cutAfter(1_000), server.cutAfter(1_000), server.cutAfter(1_000));

            assertTransient(ErrorCode.DATASET_UNAVAILABLE, () -> download(server.uri("/set.zip")), "/set.zip");
        }
    }

    @Test
    void refusalsAreFinalAndTellNoSecret() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            for (int status : new int[] {400, 401, 403, 404, 410}) {
                server.then(FileServer.status(status));
                String uri = server.uri("/set.zip?token=hush").replace("//", "//user:secret@");
                assertPermanent(
                        ErrorCode.DATASET_NOT_FOUND,
                        () -> download(uri),
                        "'" + server.uri("/set.zip") + "' answers " + status);
            }
            assertThat(server.requests()).hasSize(5);
            assertThat(server.requests().get(0).authorization()).isEqualTo("Basic dXNlcjpzZWNyZXQ=");
        }
    }

    @Test
    void followsRedirectsAndKeepsThePasswordToItself() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"");
                FileServer other = new FileServer(content, "\"v1\"")) {
            server.then(
                    FileServer.status(302, "Location", "/elsewhere.zip"),
                    FileServer.status(307, "Location", other.uri("/mirror.zip")));

            assertThat(download(server.uri("/set.zip").replace("//", "//user:secret@")))
                    .isEqualTo(content);

            assertThat(server.requests())
                    .extracting(FileServer.Request::path)
                    .containsExactly("/set.zip", "/elsewhere.zip");
            assertThat(server.requests())
                    .extracting(FileServer.Request::authorization)
                    .doesNotContain("");
            assertThat(other.requests().get(0).authorization()).isEmpty();
        }
    }

    @Test
    void redirectsEnd() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            FileServer.Answer again = FileServer.status(302, "Location", "/set.zip");
            server.then(again, again, again, again, again, again);
            assertPermanent(
                    ErrorCode.DATASET_NOT_FOUND,
                    () -> download(server.uri("/set.zip")),
                    "redirected more than 5 times");
            assertThat(server.requests()).hasSize(6);

            server.then(FileServer.status(301));
            assertPermanent(ErrorCode.DATASET_NOT_FOUND, () -> download(server.uri("/set.zip")), "check its region");
            server.then(FileServer.status(301, "Location", "file:///etc/passwd"));
            assertPermanent(ErrorCode.DATASET_NOT_FOUND, () -> download(server.uri("/set.zip")), "not http or https");
        }
        URI secure = URI.create("https://host/set.zip");
        assertPermanent(
                ErrorCode.DATASET_NOT_FOUND,
                () -> HttpGet.next(secure, 301, "http://host/set.zip?token=hush", "x"),
                "'http://host/set.zip', which is not encrypted");
        assertThat(HttpGet.next(secure, 301, "//mirror/set.zip", "x")).isEqualTo(URI.create("https://mirror/set.zip"));
    }

    @Test
    void threadsWaitForOneDownload() throws Exception {
        try (FileServer server = new FileServer(content, "\"v1\"");
                ExecutorService threads = Executors.newFixedThreadPool(6)) {
            server.then(server.after(300));
            Callable<byte[]> work = () -> download(server.uri("/set.zip"));
            List<Future<byte[]>> results = threads.invokeAll(List.of(work, work, work, work, work, work));

            for (Future<byte[]> result : results) {
                assertThat(result.get()).isEqualTo(content);
            }
            assertThat(server.bytesSent()).isEqualTo(content.length);
        }
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        byte[] large = random((2 << 20) + 500_000, 3);
        List<Long> heard = new ArrayList<>();
        try (FileServer server = new FileServer(large, "\"v1\"")) {
            downloads()
                    .get(
                            location(server.uri("/set.zip")),
                            ANYTHING,
                            (bytes, total) -> {
                                heard.add(bytes);
                                assertThat(total).isEqualTo(large.length);
                            },
                            this);
        }
        assertThat(heard).isSorted().hasSize(3).endsWith((long) large.length);
    }
}
