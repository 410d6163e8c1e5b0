package io.espalier.registry.live;

import io.espalier.contracts.Json;
import io.espalier.contracts.view.RunView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// A client of server-sent events with nothing but the JDK.
final class EventStream implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> end;

    EventStream(URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<Stream<String>> response = client.send(request, HttpResponse.BodyHandlers.ofLines());
        end = CompletableFuture.runAsync(() -> response.body().forEach(lines::add));
    }

    List<RunView> messages() {
        return lines.stream()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()).getBytes(StandardCharsets.UTF_8))
                .map(json -> Json.read(json, RunView.class))
                .toList();
    }

    boolean hasComment() {
        return lines.stream().anyMatch(line -> line.startsWith(":"));
    }

    boolean hasEnded() {
        return end.isDone();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
