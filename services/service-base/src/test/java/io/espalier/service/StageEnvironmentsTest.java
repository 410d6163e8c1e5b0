package io.espalier.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.datasets.source.SpecAuthor;
import java.net.URI;
import org.junit.jupiter.api.Test;

class StageEnvironmentsTest {

    @Test
    void credentialsAreForTheStoresOwnServer() {
        assertThat(StageEnvironments.pusher(URI.create("s3://espalier/?region=x&endpoint=http://s3:8333")))
                .isEqualTo(new SpecAuthor.Pusher("http://s3:8333"));
        assertThat(StageEnvironments.pusher(URI.create("s3://espalier/x"))).isEqualTo(new SpecAuthor.Pusher(null));
        assertThat(StageEnvironments.pusher(URI.create("file:///data"))).isEqualTo(new SpecAuthor.Pusher(null));
    }
}
