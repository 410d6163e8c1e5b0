package io.espalier.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against s3proxy, which checks signatures.
class S3DownloadTest extends DownloadFixture {

    private static S3Proxy server;

    @TempDir
    static Path served;

    @BeforeAll
    static void start() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", served.toString());
        server = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "anyone", "anything")
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        Files.createDirectories(served.resolve("sets/of images"));
        Files.write(served.resolve("sets/of images/small.zip"), random(300_000, 1));
        System.setProperty("aws.accessKeyId", "anyone");
        System.setProperty("aws.secretAccessKey", "anything");
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void downloadsAndResumesSigned() throws IOException {
        String uri = uri("of%20images/small.zip");
        assertThat(download(uri)).isEqualTo(content);

        Path whole = downloaded().get(0);
        Origin origin = Origin.read(PartFile.origin(whole)).orElseThrow();
        PartFile part = new PartFile(whole, PartFile.APPEND);
        part.begin(new Origin(origin.etag(), origin.lastModified(), content.length, null));
        Files.write(part.file(), Arrays.copyOf(content, 250_000));
        Files.delete(whole);

        assertThat(download(uri)).isEqualTo(content);
        assertThat(download(uri)).isEqualTo(content);
    }

    @Test
    void aMissingKeyOrWrongCredentialsAreNamed() {
        assertPermanent(
                ErrorCode.DATASET_NOT_FOUND,
                () -> download(uri("none.zip")),
                "s3://sets/none.zip at http://127.0.0.1:" + server.getPort() + "'");
        System.setProperty("aws.secretAccessKey", "something else");
        try {
            assertPermanent(ErrorCode.DATASET_NOT_FOUND, () -> download(uri("of%20images/small.zip")), "answers 403");
        } finally {
            System.setProperty("aws.secretAccessKey", "anything");
        }
    }

    @Test
    void addressesAreThoseOfTheStorage() {
        assertThat(RemoteObject.of("s3://sets/a/b.tar.gz?region=eu-central-1", new SpecAuthor.Operator())
                        .url()
                        .toString())
                .startsWith("https://sets.s3.eu-central-1.amazonaws.com/a/b.tar.gz?X-Amz-Algorithm=AWS4-HMAC-SHA256");
        assertThat(RemoteObject.of(uri("a/b.zip"), new SpecAuthor.Operator())
                        .url()
                        .toString())
                .startsWith("http://127.0.0.1:" + server.getPort() + "/sets/a/b.zip?");
        assertThat(S3Object.of(URI.create("s3://sets/a/b.zip?region=eu-west-1"), new SpecAuthor.Operator())
                        .publicUrl())
                .hasToString("https://sets.s3.eu-west-1.amazonaws.com/a/b.zip");
        assertThat(S3Object.of(URI.create("s3://sets/b.zip?endpoint=http://host:9000"), new SpecAuthor.Operator())
                        .publicUrl())
                .hasToString("http://host:9000/sets/b.zip");
        for (String parameters : List.of("endpiont=http://x", "endpoint", "endpoint=host:9000", "endpoint=ftp://x")) {
            assertPermanent(
                    ErrorCode.DATASET_NOT_FOUND,
                    () -> RemoteObject.of("s3://sets/b.zip?" + parameters, new SpecAuthor.Operator()),
                    "s3://bucket/key?endpoint=http://host:port&region=name");
        }
    }

    @Test
    void aPushersSpecSendsSignaturesToNoServerOfItsOwn() {
        SpecAuthor pusher = new SpecAuthor.Pusher("http://s3:8333");

        assertThat(RemoteObject.of("s3://sets/b.zip?endpoint=http://evil:9000", pusher)
                        .url())
                .hasToString("http://evil:9000/sets/b.zip");
        assertThat(RemoteObject.of("s3://sets/b.zip?endpoint=http://evil:9000", new SpecAuthor.Pusher(null))
                        .url())
                .hasToString("http://evil:9000/sets/b.zip");
        assertThat(RemoteObject.of("s3://sets/b.zip?endpoint=http://s3:8333/", pusher)
                        .url()
                        .toString())
                .contains("X-Amz-Signature=");
        assertThat(RemoteObject.of("s3://sets/b.zip?region=eu-west-1", pusher)
                        .url()
                        .toString())
                .contains("X-Amz-Signature=");
    }

    private static String uri(String key) {
        return "s3://sets/" + key + "?endpoint=http://127.0.0.1:" + server.getPort();
    }
}
