package io.espalier.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteAccessTest extends DownloadFixture {

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, true, true",
        "100.63.255.255, true, true",
        "172.32.0.1, true, true",
        "2001:4860:4860::8888, true, true",
        "127.0.0.1, true, false",
        "::1, true, false",
        "0.0.0.0, true, false",
        "0.1.2.3, true, false",
        "10.1.2.3, true, false",
        "172.16.0.1, true, false",
        "192.168.1.1, true, false",
        "100.64.0.1, true, false",
        "fd00::1, true, false",
        "::ffff:10.0.0.1, true, false",
        "224.0.0.1, true, false",
        "255.255.255.255, true, false",
        "169.254.169.254, false, false",
        "::ffff:169.254.169.254, false, false",
        "fd00:ec2::254, false, false",
        "100.100.100.200, false, false",
        "64:ff9b::8.8.8.8, true, true",
        "64:ff9b::10.0.0.1, true, false",
        "64:ff9b::169.254.169.254, false, false",
        "64:ff9b:1::10.0.0.1, true, false",
        "2002:808:808::1, true, true",
        "2002:a00:1::1, true, false",
        "2002:a9fe:a9fe::1, false, false",
        "fe80::1, false, false"
    })
    void whoMayBeAsked(String address, boolean anywhere, boolean publicly) throws UnknownHostException {
        InetAddress parsed = InetAddress.getByName(address);

        assertThat(RemoteAccess.ANYWHERE.allows(parsed)).isEqualTo(anywhere);
        assertThat(RemoteAccess.PUBLIC.allows(parsed)).isEqualTo(publicly);
        assertThat(RemoteAccess.NOWHERE.allows(parsed)).isFalse();
    }

    @Test
    void redirectsAreAskedToo() throws IOException {
        try (FileServer server = new FileServer(content, "\"v1\"")) {
            server.then(FileServer.status(302, "Location", "http://169.254.169.254/latest/set.zip"));

            assertPermanent(
                    ErrorCode.DATASET_NOT_FOUND, () -> download(server.uri("/set.zip")), "host '169.254.169.254'");
        }
    }

    @Test
    void nowhereIsNowhere() {
        URI url = URI.create("https://8.8.8.8/set.zip");
        RemoteAccess.PUBLIC.require(url, "set");
        assertPermanent(
                ErrorCode.DATASET_NOT_FOUND, () -> RemoteAccess.NOWHERE.require(url, "set"), "espalier.remote-data");
        assertPermanent(
                ErrorCode.DATASET_NOT_FOUND,
                () -> RemoteAccess.PUBLIC.require(URI.create("http://localhost/x.zip"), "set"),
                "host 'localhost'");
    }
}
