package io.espalier.registry.live;

import io.espalier.contracts.RunId;
import io.espalier.contracts.view.RunView;
import io.espalier.registry.RegistryConfig;
import io.espalier.registry.run.RunIds;
import io.espalier.registry.run.RunViews;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Server-sent events: each message is the JSON of one [RunView], the run's newest state.
@Path("/api")
@Tag(name = "runs")
@Produces(MediaType.SERVER_SENT_EVENTS)
class LiveResource {

    /// Messages a slow watcher may lag behind before its stream is ended; it then reconnects and reads the list anew.
    private static final int LAG = 256;

    private final ChangeFeed feed;
    private final RunViews views;
    private final Duration heartbeat;

    LiveResource(ChangeFeed feed, RunViews views, RegistryConfig config) {
        this.feed = feed;
        this.views = views;
        this.heartbeat = config.registry().heartbeat();
    }

    @GET
    @Path("events")
    @Operation(summary = "Every run that changes, from now on")
    public Multi<OutboundSseEvent> all(Sse sse) {
        Multi<RunView> changes =
                Multi.createFrom().emitter(emitter -> emitter.onTermination(feed.watch(emitter::emit)), LAG);
        return Multi.createBy().merging().streams(changes.map(view -> message(sse, view)), beats(sse));
    }

    @GET
    @Path("runs/{id}/events")
    @Blocking
    @Operation(summary = "One run: its state now, then each change, until its status is final")
    public Multi<OutboundSseEvent> one(String id, Sse sse) {
        RunId run = RunIds.parse(id);
        if (views.find(run).isEmpty()) {
            throw RunIds.unknown(id);
        }
        return Multi.createFrom()
                .<RunView>emitter(emitter -> follow(run, emitter), BackPressureStrategy.LATEST)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .map(view -> message(sse, view));
    }

    /// Watching begins before the state is read, so that no change falls between the two.
    private void follow(RunId run, MultiEmitter<? super RunView> emitter) {
        Runnable leave = feed.watch(view -> {
            if (view.runId().equals(run)) {
                emit(view, emitter);
            }
        });
        emitter.onTermination(leave);
        views.find(run).ifPresent(view -> emit(view, emitter));
    }

    private static void emit(RunView view, MultiEmitter<? super RunView> emitter) {
        emitter.emit(view);
        if (view.status().isFinal()) {
            emitter.complete();
        }
    }

    private Multi<OutboundSseEvent> beats(Sse sse) {
        return Multi.createFrom().ticks().every(heartbeat).onOverflow().drop().map(tick -> sse.newEventBuilder()
                .comment("alive")
                .build());
    }

    private static OutboundSseEvent message(Sse sse, RunView view) {
        return sse.newEventBuilder()
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(RunView.class, view)
                .build();
    }
}
