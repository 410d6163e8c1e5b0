package io.espalier.registry.live;

import io.espalier.contracts.view.RunView;
import io.espalier.registry.RegistryConfig;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/events")
@Tag(name = "runs")
class EventsResource {

    /// Messages a slow watcher may lag behind before its stream is ended; it then reconnects and reads the list anew.
    private static final int LAG = 256;

    private final ChangeFeed feed;
    private final Duration heartbeat;

    EventsResource(ChangeFeed feed, RegistryConfig config) {
        this.feed = feed;
        this.heartbeat = config.heartbeat();
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "Every run that changes, from now on")
    public Multi<OutboundSseEvent> all(Sse sse) {
        Multi<RunView> changes =
                Multi.createFrom().emitter(emitter -> emitter.onTermination(feed.watch(emitter::emit)), LAG);
        return Multi.createBy()
                .merging()
                .streams(changes.map(view -> Messages.of(sse, view)), Messages.beats(sse, heartbeat));
    }
}
