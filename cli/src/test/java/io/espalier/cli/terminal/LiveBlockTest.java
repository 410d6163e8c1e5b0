package io.espalier.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveBlockTest {

    private final StringWriter written = new StringWriter();
    private final LiveBlock block = new LiveBlock(new Terminal(new PrintWriter(written), true, 20));

    @Test
    void secondFrameBeginsWhereTheFirstDid() {
        // Given
        block.draw(List.of("one", "two"));
        written.getBuffer().setLength(0);

        // When
        block.draw(List.of("three"));

        // Then
        assertThat(written.toString())
                .startsWith("\u001b[?7l\u001b[2A\r\u001b[J")
                .contains("three\n");
    }

    @Test
    void linesAreCutToTheWidth() {
        block.draw(List.of("x".repeat(21)));

        assertThat(written.toString()).contains("x".repeat(19) + "…\n").doesNotContain("x".repeat(20));
    }

    @Test
    void dumbAndColourlessTerminalsArePlain() {
        System.setProperty("espalier.columns", "100");
        try {
            PrintWriter out = new PrintWriter(written);
            assertThat(Terminal.of(out, Map.of("TERM", "xterm")).interactive()).isTrue();
            assertThat(Terminal.of(out, Map.of("TERM", "dumb")).interactive()).isFalse();
            assertThat(Terminal.of(out, Map.of("NO_COLOR", "1")).interactive()).isFalse();
        } finally {
            System.clearProperty("espalier.columns");
        }
        assertThat(Terminal.of(new PrintWriter(written), Map.of()).interactive())
                .isFalse();
    }
}
