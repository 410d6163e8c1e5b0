package io.espalier.cli.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;

/// Whether a component can do its work now.
enum Health {
    /// Answers, and has what it needs.
    READY,
    /// The process runs but is not ready, or not any more.
    NOT_READY,
    /// No process.
    STOPPED;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// How it stands in tables: `ready`, `not ready`, `stopped`.
    String label() {
        return switch (this) {
            case READY -> "ready";
            case NOT_READY -> "not ready";
            case STOPPED -> "stopped";
        };
    }

    /// Asks a running component: services by their readiness check, broker and database by the line they leave in
    /// their folder and by their ports.
    static Health ask(Component component, Home home, int portBase) {
        boolean ready = component == Component.PLATFORM
                ? Files.exists(home.platformReadyFile())
                        && component.ports(portBase).keySet().stream().allMatch(Health::accepts)
                : isReady(component.port(portBase));
        return ready ? READY : NOT_READY;
    }

    private static boolean isReady(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(PATIENCE)
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
