package io.espalier.ingest;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.view.Problem;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns failures into problem documents (RFC 9457).
class Problems {

    @ServerExceptionMapper
    Response pipeline(PipelineException failure) {
        int status =
                switch (failure) {
                    case PipelineException.Permanent permanent -> status(permanent.code());
                    case PipelineException.Transient ignored -> 503;
                };
        return Response.status(status)
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(failure.code(), status, String.valueOf(failure.getMessage())))
                .build();
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case RUN_NOT_FOUND -> 404;
            case ARTIFACT_TOO_LARGE -> 413;
            case INTERNAL -> 500;
            default -> 400;
        };
    }
}
