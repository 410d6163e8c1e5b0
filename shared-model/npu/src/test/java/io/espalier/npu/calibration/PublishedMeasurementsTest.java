package io.espalier.npu.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.npu.NpuNetwork;
import io.espalier.npu.NpuProfiles;
import io.espalier.npu.calibration.network.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The errors that docs/npu-model.md states, of networks that the fit did not see.
class PublishedMeasurementsTest {

    @Test
    void rockchip() {
        check("rk3588", 3.9);
    }

    @Test
    void coral() {
        check("coral", 6.5);
    }

    private static void check(String name, double documentedPercent) {
        List<Measurement> measured = MeasurementFile.published(name).measurements();
        Calibration calibration = Calibration.fit(
                NpuProfiles.named(measured.getFirst().device()),
                measured,
                network -> NpuNetwork.dense(Networks.named(network).graph()));

        assertThat(calibration.heldOut().medianAbsolutePercent())
                .as("docs/npu-model.md states this error; state the new one")
                .isCloseTo(documentedPercent, within(0.1));
        assertThat(calibration.heldOut().rankCorrelation()).isGreaterThanOrEqualTo(0.9);
    }
}
