package io.espalier.cli.registry;

import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.view.RunView;
import io.espalier.contracts.view.SweepView;
import io.espalier.contracts.view.VersionDetails;
import io.espalier.contracts.view.VersionFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/// The registry's HTTP API, as far as the command line uses it.
public final class RegistryClient {

    private final Http http;

    public RegistryClient(URI registry) {
        this.http = new Http(registry);
    }

    public URI base() {
        return http.base();
    }

    /// Newest first.
    public List<RunView> runs(int limit) {
        return List.of(http.read(get("/api/runs?limit=" + limit), RunView[].class));
    }

    /// @throws PipelineException.Permanent `RUN_NOT_FOUND`
    public RunView run(String id) {
        return http.read(get("/api/runs/" + encoded(id)), RunView.class);
    }

    /// The runs of a push with several budgets.
    ///
    /// @throws PipelineException.Permanent `RUN_NOT_FOUND`
    public SweepView sweep(String id) {
        return http.read(get("/api/sweeps/" + encoded(id)), SweepView.class);
    }

    /// Passes on every state of a run until `interested` says no or the connection ends.
    ///
    /// @throws PipelineException.Transient `NOT_RUNNING` if the connection breaks off
    public void follow(String id, Predicate<RunView> interested) {
        HttpRequest request = http.request("/api/runs/" + encoded(id) + "/events")
                .header("Accept", "text/event-stream")
                .build();
        try (InputStream body = http.open(request)) {
            ServerSentEvents.read(
                    body, event -> interested.test(Json.read(event.getBytes(StandardCharsets.UTF_8), RunView.class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param version a number or an alias
    /// @throws PipelineException.Permanent `MODEL_NOT_FOUND`
    public VersionDetails version(String name, String version) {
        return http.read(get(versionPath(name, version)), VersionDetails.class);
    }

    /// The bytes of a version's file, to be closed by the caller; not verified.
    public InputStream file(String name, int version) {
        return http.open(get("/api/models/" + encoded(name) + "/" + version + "/file"));
    }

    /// The bytes of another file of a version, to be closed by the caller; not verified.
    public InputStream file(String name, int version, VersionFile kind) {
        return http.open(get("/api/models/" + encoded(name) + "/" + version + "/files/" + kind.label()));
    }

    private static String versionPath(String name, String version) {
        return "/api/models/" + encoded(name) + "/versions/" + encoded(version);
    }

    private HttpRequest get(String path) {
        return http.request(path).build();
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
