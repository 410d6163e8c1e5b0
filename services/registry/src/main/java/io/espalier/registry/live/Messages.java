package io.espalier.registry.live;

import io.espalier.contracts.view.RunView;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

/// The form of server-sent events: each message is the JSON of one [RunView], the run's newest state.
final class Messages {

    private Messages() {}

    static OutboundSseEvent of(Sse sse, RunView view) {
        return sse.newEventBuilder()
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(RunView.class, view)
                .build();
    }

    /// A comment, which clients ignore and proxies see.
    static OutboundSseEvent beat(Sse sse) {
        return sse.newEventBuilder().comment("alive").build();
    }
}
