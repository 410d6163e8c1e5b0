package io.espalier.pipeline;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/// Finds ports for one platform.
final class PortBase {

    private PortBase() {}

    /// The lowest base at which every port that Espalier listens on is free now.
    static int free() {
        return IntStream.iterate(17_070, base -> base < 30_000, base -> base + 100)
                .filter(base -> IntStream.of(0, 1, 2, 3, 4, 22, 23).allMatch(offset -> isFree(base + offset)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
