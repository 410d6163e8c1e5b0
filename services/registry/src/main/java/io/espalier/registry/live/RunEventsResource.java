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

@Path("/api/runs/{id}/events")
@Tag(name = "runs")
class RunEventsResource {

    private final ChangeFeed feed;
    private final RunViews views;

    private final Duration heartbeat;

    RunEventsResource(ChangeFeed feed, RunViews views, RegistryConfig config) {
        this.feed = feed;
        this.views = views;
        this.heartbeat = config.heartbeat();
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "One run: its state now, then each change; the stream ends when its status is final")
    public Multi<OutboundSseEvent> one(String id, Sse sse) {
        RunId run = RunIds.parse(id);
        if (views.find(run).isEmpty()) {
            throw RunIds.unknown(id);
        }
        Multi<RunView> states = Multi.createFrom()
                .<RunView>emitter(emitter -> follow(run, emitter), BackPressureStrategy.LATEST)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        OutboundSseEvent end = Messages.beat(sse);
        Multi<OutboundSseEvent> messages =
                states.map(view -> Messages.of(sse, view)).onCompletion().continueWith(end);
        return Multi.createBy()
                .merging()
                .streams(messages, Messages.beats(sse, heartbeat))
                .select()
                .first(message -> message != end);
    }

    /// Watching begins before the state is read, so that no change falls between the two.
    private void follow(RunId run, MultiEmitter<? super RunView> emitter) {
        emitter.onTermination(feed.watch(run, view -> emit(view, emitter)));
        views.find(run).ifPresent(view -> emit(view, emitter));
    }

    private static void emit(RunView view, MultiEmitter<? super RunView> emitter) {
        emitter.emit(view);
        if (view.status().isFinal()) {
            emitter.complete();
        }
    }
}
