package io.espalier.registry.http;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.view.Problem;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.UUID;
import org.hibernate.exception.JDBCConnectionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns exceptions into problem documents (RFC 9457); the only place that knows both.
class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response known(PipelineException e) {
        return problem(status(e), e.code(), String.valueOf(e.getMessage()));
    }

    @ServerExceptionMapper
    Response database(JDBCConnectionException e) {
        return problem(503, ErrorCode.DATABASE_UNAVAILABLE, "the database refused a connection");
    }

    /// What the framework refuses: an unknown path, a parameter of another type, a media type nobody offers.
    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        String detail = e instanceof NotFoundException ? "nothing at this path" : String.valueOf(e.getMessage());
        return problem(e.getResponse().getStatus(), ErrorCode.REQUEST_INVALID, detail);
    }

    @ServerExceptionMapper
    Response defect(Throwable e) {
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.errorf(e, "request failed, reference=%s", reference);
        return problem(500, ErrorCode.INTERNAL, "the service's log has the cause under reference " + reference);
    }

    private static int status(PipelineException e) {
        return switch (e) {
            case PipelineException.Transient ignored -> Status.SERVICE_UNAVAILABLE.getStatusCode();
            case PipelineException.Permanent permanent -> status(permanent.code());
        };
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case RUN_NOT_FOUND, MODEL_NOT_FOUND, ARTIFACT_NOT_FOUND -> Status.NOT_FOUND.getStatusCode();
            case DIGEST_MISMATCH, INTERNAL -> Status.INTERNAL_SERVER_ERROR.getStatusCode();
            default -> Status.BAD_REQUEST.getStatusCode();
        };
    }

    private static Response problem(int status, ErrorCode code, String detail) {
        return Response.status(status)
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(code, status, detail))
                .build();
    }
}
