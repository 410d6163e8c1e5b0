package io.espalier.ingest;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.view.Problem;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns failures into problem documents (RFC 9457).
class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response pipeline(PipelineException failure) {
        int status =
                switch (failure) {
                    case PipelineException.Permanent permanent -> status(permanent.code());
                    case PipelineException.Transient ignored -> 503;
                };
        return problem(status, failure.code(), String.valueOf(failure.getMessage()));
    }

    /// What the framework refuses: an unknown path, another method or media type, a form that cannot be taken apart.
    @ServerExceptionMapper
    Response refused(WebApplicationException refusal) {
        int status = refusal.getResponse().getStatus();
        if (status >= 500) {
            return defect(refusal);
        }
        String detail =
                refusal instanceof NotFoundException ? "nothing at this path" : String.valueOf(refusal.getMessage());
        return problem(status, status == 413 ? ErrorCode.ARTIFACT_TOO_LARGE : ErrorCode.REQUEST_INVALID, detail);
    }

    @ServerExceptionMapper
    Response defect(Throwable failure) {
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.errorf(failure, "request failed, reference=%s", reference);
        return problem(500, ErrorCode.INTERNAL, "the service's log has the cause under reference " + reference);
    }

    private static Response problem(int status, ErrorCode code, String detail) {
        return Response.status(status)
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(code, status, detail))
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
