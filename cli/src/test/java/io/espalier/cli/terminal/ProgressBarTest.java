package io.espalier.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressBarTest {

    @ParameterizedTest
    @CsvSource({
        "0, 4, ░░░░",
        "0.25, 4, █░░░",
        "0.40625, 4, █▋░░", // 13 of 32 eighths
        "1, 4, ████",
        "-1, 2, ░░",
        "1.5, 2, ██",
        "0.999, 2, ██",
    })
    void drawsEighths(double fraction, int width, String expected) {
        assertThat(ProgressBar.draw(fraction, width)).isEqualTo(expected);
    }
}
