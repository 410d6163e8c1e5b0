package io.espalier.npu.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.PipelineException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementFileTest {

    @Test
    void bothFormsSayTheSame() {
        String csv = "network, device, ms, fps, source\nvgg16, d, 5,,a\nvgg19,d,,100,b\n";
        String yaml = """
                device: d
                source: a
                measurements:
                  - {network: vgg16, ms: 5}
                  - {network: vgg19, fps: 100, source: b}
                """;
        List<Measurement> expected =
                List.of(new Measurement("vgg16", "d", 5, "a"), new Measurement("vgg19", "d", 10, "b"));

        assertThat(MeasurementFile.parse(csv, "m.csv").measurements()).isEqualTo(expected);
        assertThat(MeasurementFile.parse(yaml, "m.yaml").measurements()).isEqualTo(expected);
    }

    @Test
    void whatIsWrongIsSaidWithItsRow() {
        refused("network,device,ms\nvgg16,d,\n", "m.csv", "row 1", "either ms or fps");
        refused("network,device,ms,fps\nvgg16,d,1,2\n", "m.csv", "row 1", "either ms or fps");
        refused("network,device,seconds\nvgg16,d,1\n", "m.csv", "'seconds'", "known are");
        refused("network,device,ms\nvgg16,d,fast\n", "m.csv", "row 1", "'fast'");
        refused("network,device,ms\nvgg16,d,-2\n", "m.csv", "row 1", "more than 0");
        refused("network,device,ms\nvgg16,d\n", "m.csv", "row 1", "2 cells");
        refused("network,ms\nvgg16,1\n", "m.csv", "needs a network and a device");
        refused("measurements: []", "m.yaml", "no measurement");
        refused("device: d\nspeed: 3", "m.yaml", "speed");
    }

    private static void refused(String text, String file, String... words) {
        assertThatThrownBy(() -> MeasurementFile.parse(text, file))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContainingAll(words);
    }
}
