package io.espalier.cli.platform;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;

/// Checks that ports are free before anything is started, so that a taken one is named instead of buried in a
/// log.
final class Ports {

    private Ports() {}

    /// @param wanted   what is to listen, by port
    /// @param portBase asked for, to suggest another
    /// @throws PipelineException.Permanent `PORT_IN_USE`, naming every taken port
    static void requireFree(Map<Integer, String> wanted, int portBase) {
        Map<Integer, String> ports = new TreeMap<>(wanted);
        ports.keySet().removeIf(Ports::isFree);
        if (!ports.isEmpty()) {
            throw new PipelineException.Permanent(
                    ErrorCode.PORT_IN_USE,
                    "another program listens on " + describe(ports) + "; `espalier up --port-base " + (portBase + 100)
                            + "` takes other ports");
        }
    }

    private static String describe(Map<Integer, String> taken) {
        return taken.entrySet().stream()
                .map(entry -> "port " + entry.getKey() + " (" + entry.getValue() + ")")
                .reduce((left, right) -> left + ", " + right)
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections that linger after a stop do not count
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
