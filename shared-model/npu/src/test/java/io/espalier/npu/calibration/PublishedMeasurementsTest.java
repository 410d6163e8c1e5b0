package io.espalier.npu.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.npu.NpuNetwork;
import io.espalier.npu.NpuProfiles;
import io.espalier.npu.calibration.network.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The published figures that the documentation's table rests on: halves that are fitted predict those that are not.
class PublishedMeasurementsTest {

    @Test
    void rockchip() {
        check("rk3588");
    }

    @Test
    void coral() {
        check("coral");
    }

    private static void check(String name) {
        List<Measurement> measured = MeasurementFile.published(name).measurements();
        Calibration calibration = Calibration.fit(
                NpuProfiles.named(measured.getFirst().device()),
                measured,
                network -> NpuNetwork.dense(Networks.named(network).graph()));

        assertThat(calibration.heldOut().medianAbsolutePercent()).isLessThan(20);
        assertThat(calibration.heldOut().rankCorrelation()).isGreaterThanOrEqualTo(0.9);
    }
}
