package io.espalier.cli.platform;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// Checks that ports are free before anything is started, so that a taken one is named instead of buried in a
/// log.
final class Ports {

    private Ports() {}

    /// @throws PipelineException.Permanent `PORT_IN_USE`, naming every taken port
    static void requireFree(Collection<Component> components, int portBase) {
        TreeMap<Integer, String> ports = new TreeMap<>();
        components.forEach(component -> ports.putAll(component.ports(portBase)));
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
