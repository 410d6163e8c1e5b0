package io.espalier.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.datasets.Prediction;
import org.junit.jupiter.api.Test;

class ForwardCheckTest {

    /// 1000 may be off by 0.1 + 1e-5; 0 by 1e-5.
    @Test
    void largeValuesMayDifferBySomethingInProportion() {
        ForwardCheck.Compared compared = ForwardCheck.compared(prediction(1000.05f, 0), prediction(1000, 5e-6f));

        assertThat(compared.isEqual()).isTrue();
        assertThat(compared.tolerances()).isCloseTo(0.5, within(0.01));
        assertThat(compared.difference()).isCloseTo(0.05, within(1e-4));
    }

    @Test
    void tinyValuesMayNot() {
        assertThat(ForwardCheck.compared(prediction(1, 2e-5f), prediction(1, 0)).isEqual())
                .isFalse();
    }

    @Test
    void whatIsNotANumberOnOneSideDiffers() {
        assertThat(ForwardCheck.compared(prediction(1, Float.NaN), prediction(1, 0))
                        .isEqual())
                .isFalse();
        assertThat(ForwardCheck.compared(prediction(1, Float.NaN), prediction(1, Float.NaN))
                        .isEqual())
                .isTrue();
        assertThat(ForwardCheck.compared(prediction(1), prediction(1, 0)).isEqual())
                .isFalse();
    }

    private static Prediction prediction(float... values) {
        return new Prediction("logits", new long[] {1, values.length}, values);
    }
}
