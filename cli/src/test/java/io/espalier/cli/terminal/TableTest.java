package io.espalier.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void alignsTextLeftAndNumbersRight() {
        // Given
        Table table = new Table("gate", "measured", "verdict");

        // When
        table.row("budget", "12", "passed").row("max-accuracy-drop", "0.005", "missed");

        // Then
        assertThat(table.lines())
                .containsExactly(
                        "gate               measured  verdict", //
                        "budget                   12  passed",
                        "max-accuracy-drop     0.005  missed");
    }

    @Test
    void aDashIsAMissingNumber() {
        assertThat(new Table("pid").row("-").row("12345").lines()).containsExactly("  pid", "    -", "12345");
    }

    @Test
    void refusesARowOfAnotherLength() {
        assertThatThrownBy(() -> new Table("a", "b").row("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 cells");
    }
}
