package io.espalier.embedded;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Ports of this machine's loopback address.
final class Ports {

    private Ports() {}

    /// `port` if nobody listens there, or a free one if `port` is 0.
    ///
    /// @param purpose who wants it, for the message
    /// @throws PipelineException.Permanent `PORT_IN_USE`
    static int available(int port, String purpose) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true); // A port whose last connections are still fading away counts as free.
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.PORT_IN_USE,
                    "port %d, needed for %s, is taken by another program".formatted(port, purpose),
                    e);
        }
    }
}
