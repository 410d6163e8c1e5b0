package io.espalier.ingest;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.view.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Refuses a too large upload before its first byte is read, with a problem document.
///
/// A request that does not announce its length is cut off by `quarkus.http.limits.max-body-size`, set to the same
/// limit, which answers 413 without a document.
@ApplicationScoped
class UploadLimit {

    /// Before Quarkus's own check of the limit.
    private static final int PRIORITY = 1000;

    /// Boundaries, part headers and the spec beside the model.
    private static final long FORM_OVERHEAD = 1L << 20;

    private final long maxModelBytes;

    UploadLimit(IngestConfig config) {
        this.maxModelBytes = config.maxModelSize().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        long announced = announced(context.request());
        if (announced <= maxModelBytes + FORM_OVERHEAD) {
            context.next();
            return;
        }
        String detail = "the upload has " + announced + " bytes, the largest model accepted has " + maxModelBytes;
        Problem problem = Problem.of(ErrorCode.ARTIFACT_TOO_LARGE, 413, detail);
        context.response()
                .setStatusCode(413)
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("Connection", "close")
                .end(Buffer.buffer(Json.write(problem)));
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0; // the server refuses it itself
        }
    }
}
