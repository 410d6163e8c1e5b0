package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PhaseStateTest {

    private static final PhaseState STATE = new PhaseState(
            7, bytes(1), bytes(2), bytes(), bytes(3, 4), bytes(5), new BestWeights(6, 0.25, bytes(8, 9)));

    @Test
    void whatIsReadIsWhatWasWritten() {
        PhaseState read = PhaseState.parse(STATE.bytes());

        assertThat(read).usingRecursiveComparison().isEqualTo(STATE);
    }

    /// Magic number, step, then four parts of one byte each.
    @Test
    void statesOfVersionOneAreGoneOnFrom() {
        ByteBuffer first = ByteBuffer.allocate(32).putInt(0x45535031).putLong(3);
        for (int part = 1; part <= 4; part++) {
            first.putInt(1).put((byte) part);
        }

        PhaseState read = PhaseState.parse(first.array());

        assertThat(read.step()).isEqualTo(3);
        assertThat(read.curves()).containsExactly(4);
        assertThat(read.average()).isEmpty();
        assertThat(read.best().isPresent()).isFalse();
    }

    /// An array has no more than 2³¹ − 1 bytes: told with the limit, before anything is allocated.
    @Test
    void refusesMoreThanCanBeKept() {
        assertThat(STATE.size()).isEqualTo(STATE.bytes().length);
        assertThat(PhaseState.requireKept(1L << 30)).isEqualTo(1 << 30);
        assertThatThrownBy(() -> PhaseState.requireKept(1L << 31))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.ARTIFACT_TOO_LARGE))
                .hasMessageContaining("2,147,483,648 bytes, and no more than 2,147,483,639");
    }

    @Test
    void refusesWhatIsCutOffOrGoesOn() {
        byte[] whole = STATE.bytes();
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
        refused(Arrays.copyOf(whole, whole.length + 1));
        byte[] negative = whole.clone();
        negative[12] = (byte) 0x80; // the first part's length
        refused(negative);
    }

    private static void refused(byte[] bytes) {
        assertThatThrownBy(() -> PhaseState.parse(bytes))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.DIGEST_MISMATCH));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
