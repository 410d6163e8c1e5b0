package io.espalier.ingest;

import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/// Models offered over HTTP: one client, whose connections are kept from download to download.
final class HttpModels implements AutoCloseable {

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);
    private static final int HIGHEST_PORT = 65_535;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_PATIENCE)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("download-alarm").factory());
    private final Duration stallPatience;

    /// @param stallPatience longest wait for the next byte
    HttpModels(Duration stallPatience) {
        this.stallPatience = stallPatience;
        alarms.setRemoveOnCancelPolicy(true);
    }

    /// @throws PipelineException.Permanent `REQUEST_INVALID` if the location names no host; `ARTIFACT_NOT_FOUND`,
    ///     with the status, if the server refuses and would do so again
    /// @throws IOException if the server does not answer, or says that it cannot at present (408, 429, 5xx)
    InputStream open(URI location) throws IOException {
        HttpRequest request = request(location);
        try {
            return body(client.send(request, HttpResponse.BodyHandlers.ofInputStream()), location);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the download was interrupted");
        }
    }

    private static HttpRequest request(URI location) {
        if (location.getHost() == null || location.getPort() > HIGHEST_PORT) {
            throw ModelFetch.malformed(location);
        }
        return HttpRequest.newBuilder(location).timeout(ANSWER_PATIENCE).build();
    }

    private InputStream body(HttpResponse<InputStream> response, URI location) throws IOException {
        int status = response.statusCode();
        if (status == 200) {
            return new StallGuard(response.body(), stallPatience, alarms);
        }
        response.body().close();
        if (status == 408 || status == 429 || status >= 500) {
            throw new IOException("the server answered " + status);
        }
        throw ModelFetch.notFound(location, "the server answered " + status);
    }

    @Override
    public void close() {
        client.shutdownNow();
        alarms.shutdownNow();
    }
}
