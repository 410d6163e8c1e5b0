package io.espalier.registry.live;

import io.espalier.contracts.view.RunView;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;

/// The form of server-sent events: each message is the JSON of one [RunView], the run's newest state.
final class Messages {

    private Messages() {}

    static OutboundSseEvent of(Sse sse, RunView view) {
        return sse.newEventBuilder()
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(RunView.class, view)
                .build();
    }

    /// Comments from now on, the first one at once, so that a client knows that it is connected.
    static Multi<OutboundSseEvent> beats(Sse sse, Duration every) {
        return Multi.createFrom().ticks().every(every).onOverflow().drop().map(tick -> beat(sse));
    }

    /// A comment, which clients ignore and proxies see.
    static OutboundSseEvent beat(Sse sse) {
        return sse.newEventBuilder().comment("alive").build();
    }
}
