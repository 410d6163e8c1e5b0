package io.espalier.cli.registry;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.view.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Requests to a service of the pipeline, with its problem documents turned back into exceptions.
public final class Http {

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_PATIENCE)
            .build();
    private final URI base;

    /// @param base scheme, host and port of the service
    public Http(URI base) {
        this.base = base;
    }

    public URI base() {
        return base;
    }

    /// A request to `path`, which begins with a slash and is percent-encoded already.
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/+$", "") + path));
    }

    /// The body of a successful response.
    ///
    /// @throws PipelineException.Permanent `NOT_RUNNING` if nothing answers at the address, else what the
    ///     service says
    public InputStream open(HttpRequest request) {
        HttpResponse<InputStream> response = send(request);
        if (response.statusCode() / 100 != 2) {
            throw refused(response);
        }
        return response.body();
    }

    /// The body of a successful response, read from JSON.
    public <T> T read(HttpRequest request, Class<T> type) {
        try (InputStream body = open(request)) {
            return Json.MAPPER.readValue(body, type);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (ConnectException e) {
            throw new PipelineException.Permanent(ErrorCode.NOT_RUNNING, "nothing answers at " + base, e);
        } catch (IOException e) {
            throw broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException.Transient(ErrorCode.INTERNAL, "interrupted while waiting for " + base, e);
        }
    }

    private PipelineException broken(IOException e) {
        return new PipelineException.Transient(
                ErrorCode.NOT_RUNNING, "the connection to " + base + " broke off: " + e.getMessage(), e);
    }

    private PipelineException refused(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            Problem problem = Json.MAPPER.readValue(body, Problem.class);
            return new PipelineException.Permanent(problem.code(), problem.detail());
        } catch (IOException | RuntimeException e) {
            return new PipelineException.Permanent(
                    ErrorCode.INTERNAL, response.uri() + " answered with status " + response.statusCode(), e);
        }
    }
}
