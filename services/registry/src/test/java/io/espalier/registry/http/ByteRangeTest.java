package io.espalier.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of RFC 9110 §14.1.2, for a file of 10,000 bytes, and its edges.
class ByteRangeTest {

    private static final long SIZE_BYTES = 10_000;

    @ParameterizedTest
    @CsvSource({
        "bytes=0-499,         0,  499",
        "bytes=500-999,     500,  999",
        "bytes=-500,       9500, 9999",
        "bytes=9500-,      9500, 9999",
        "bytes=0-0,           0,    0",
        "bytes=-1,         9999, 9999",
        "bytes=-20000,        0, 9999",
        "bytes=9999-20000, 9999, 9999",
        "Bytes=1-2,           1,    2",
    })
    void findsThePart(String header, long first, long last) {
        assertThat(ByteRange.parse(header, SIZE_BYTES)).isEqualTo(new ByteRange.Part(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10000-", "bytes=-0", "bytes=10000-10001"})
    void refusesWhatLiesOutside(String header) {
        assertThat(ByteRange.parse(header, SIZE_BYTES)).isEqualTo(new ByteRange.Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=5-4", "bytes=-", "lines=0-1", "bytes=0-1,4-5", "bytes=a-b", "bytes=1234567890123456789-"})
    void answersWhatIsNotWellFormedWithTheWholeFile(String header) {
        assertThat(ByteRange.parse(header, SIZE_BYTES)).isEqualTo(new ByteRange.Whole());
    }

    @Test
    void answersNoHeaderWithTheWholeFile() {
        assertThat(ByteRange.parse(null, SIZE_BYTES)).isEqualTo(new ByteRange.Whole());
    }

    @Test
    void countsBothEnds() {
        assertThat(new ByteRange.Part(500, 999).length()).isEqualTo(500);
    }
}
