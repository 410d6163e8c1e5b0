package io.espalier.ingest;

import io.espalier.contracts.view.CrossSite;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Refuses what [CrossSite] tells to be of another site, before the body is read.
class CrossSiteFilter {

    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        boolean refused = CrossSite.isRefused(
                request.getMethod(),
                request.getHeaderString("Sec-Fetch-Site"),
                request.getHeaderString("Origin"),
                request.getHeaderString("Host"));
        if (refused) {
            throw new ForbiddenException(CrossSite.REFUSAL);
        }
    }
}
