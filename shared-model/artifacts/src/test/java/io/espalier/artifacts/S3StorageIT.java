package io.espalier.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract over HTTP, against s3proxy with a folder behind it.
class S3StorageIT extends StorageContract {

    private static S3Proxy server;
    private static int tests;

    @TempDir
    static Path served;

    private Storage storage;
    private String prefix;

    @BeforeAll
    static void start() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", served.toString());
        server = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.NONE, "", "")
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        Files.createDirectory(served.resolve("espalier"));
        System.setProperty("aws.accessKeyId", "anyone");
        System.setProperty("aws.secretAccessKey", "anything");
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @BeforeEach
    void openUnderAFreshPrefix() {
        prefix = "team/pipeline-" + tests++;
        storage = Storage.open(location("espalier", server.getPort()));
    }

    @Override
    Storage storage() {
        return storage;
    }

    @Override
    Path atRest() {
        return served.resolve("espalier").resolve(prefix);
    }

    @Test
    void aMissingBucketIsNamed() {
        try (Storage nowhere = Storage.open(location("nowhere", server.getPort()))) {
            assertFails(ErrorCode.STORE_UNAVAILABLE, () -> nowhere.artifacts().put(new byte[] {1}, "x/y"));
            assertThatThrownBy(() -> nowhere.artifacts().put(new byte[] {1}, "x/y"))
                    .isInstanceOf(PipelineException.Transient.class)
                    .hasMessageContaining("no bucket 'nowhere'");
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsUnavailable() {
        try (Storage silent = Storage.open(location("espalier", 1))) {
            assertFails(ErrorCode.STORE_UNAVAILABLE, () -> silent.outcomes().find("run/pruning"));
        }
    }

    @Test
    void refusesParametersItDoesNotKnow() {
        assertFails(ErrorCode.REQUEST_INVALID, () -> Storage.open(URI.create("s3://bucket?endpiont=http://x")));
        assertFails(ErrorCode.REQUEST_INVALID, () -> Storage.open(URI.create("s3:bucket")));
        assertThat(Storage.open(URI.create("s3://bucket?region=eu-central-1"))).isInstanceOf(S3Storage.class);
    }

    private URI location(String bucket, int port) {
        return URI.create("s3://" + bucket + "/" + prefix + "?endpoint=http://127.0.0.1:" + port);
    }
}
