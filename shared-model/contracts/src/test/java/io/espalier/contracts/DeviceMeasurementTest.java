package io.espalier.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceMeasurementTest {

    @Test
    void takesAToolOfTwoHundredCharacters() {
        String tool = "é".repeat(200);

        assertThat(measuredBy(tool).tool()).isEqualTo(tool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "rknn\u0000 2.3", "rknn\n2.3"})
    void refusesAToolThatIsNoLine(String tool) {
        assertThatThrownBy(() -> measuredBy(tool)).hasMessageContaining("without control characters");
    }

    @Test
    void refusesALongToolWithoutRepeatingIt() {
        assertThatThrownBy(() -> measuredBy("x".repeat(201)))
                .hasMessageContaining("was 201 characters")
                .hasMessageNotContaining("xxx");
    }

    private static DeviceMeasurement measuredBy(String tool) {
        return new DeviceMeasurement("d", 1, 1, tool, Instant.EPOCH);
    }
}
