package io.espalier.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "1149000, 1.1 MB", "999960, 1.0 MB", "2500000000, 2.5 GB"})
    void bytesInDecimalUnits(long bytes, String expected) {
        assertThat(Units.bytes(bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PT8.9S, 8 s", "PT185S, 3 min 05 s", "PT2H7M59S, 2 h 07 min", "P4DT3H, 4 d 3 h"})
    void durationsInTwoUnits(Duration duration, String expected) {
        assertThat(Units.duration(duration)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "42, 42",
        "-3, -3",
        "0.81, 0.81",
        "0.12345, 0.1235",
        "2.30258, 2.303",
        "1234.56, 1235",
        "0.00012, 0.000120",
        "123456789, 1.23e+08",
        "130000, 130000"
    })
    void numbersWithFourDigits(double value, String expected) {
        assertThat(Units.number(value)).isEqualTo(expected);
    }
}
