package io.espalier.cli.platform;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process that listens where a component would and does nothing else.
public final class FakeComponent {

    private FakeComponent() {}

    /// @param arguments `service`, or `platform READY-FILE KAFKA-PORT POSTGRES-PORT`, or `broken`
    public static void main(String[] arguments) throws IOException, InterruptedException {
        switch (arguments[0]) {
            case "service" -> service(Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT")));
            case "platform" -> platform(arguments);
            default -> {
                System.out.println("cannot start: the disk is made of cheese");
                System.exit(1);
            }
        }
        Thread.sleep(Long.MAX_VALUE);
    }

    private static void service(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @SuppressWarnings("resource") // open as long as the process lives
    private static void platform(String[] arguments) throws IOException {
        new ServerSocket(Integer.parseInt(arguments[2]), 50, InetAddress.getLoopbackAddress());
        new ServerSocket(Integer.parseInt(arguments[3]), 50, InetAddress.getLoopbackAddress());
        Path ready = Path.of(arguments[1]);
        Files.createDirectories(ready.getParent());
        Files.writeString(ready, "ready");
    }
}
