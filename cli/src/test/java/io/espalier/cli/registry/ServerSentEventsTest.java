package io.espalier.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {

    @Test
    void joinsDataLinesAndPassesOverTheRest() throws IOException {
        assertThat(read("retry: 10\n\n: comment\nid: 1\nevent: run\ndata: {\"a\":\ndata:1}\n\ndata\n\n", 10))
                .containsExactly("{\"a\":\n1}", "");
    }

    @Test
    void anUnfinishedEventIsDropped() throws IOException {
        assertThat(read("data: whole\n\ndata: half", 10)).containsExactly("whole");
    }

    @Test
    void acceptsCarriageReturns() throws IOException {
        assertThat(read("data: one\r\n\r\ndata: two\r\n\r\n", 10)).containsExactly("one", "two");
    }

    @Test
    void stopsWhenNobodyIsInterested() throws IOException {
        assertThat(read("data: 1\n\ndata: 2\n\ndata: 3\n\n", 2)).containsExactly("1", "2");
    }

    private static List<String> read(String stream, int wanted) throws IOException {
        List<String> events = new ArrayList<>();
        ServerSentEvents.read(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)), event -> {
            events.add(event);
            return events.size() < wanted;
        });
        return events;
    }
}
