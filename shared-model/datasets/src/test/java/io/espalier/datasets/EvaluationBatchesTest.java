package io.espalier.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationBatchesTest {

    private static final Preprocessing IMAGENET =
            new Preprocessing(1.0 / 255, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225), null);

    @Test
    void walksEveryImageOnceInOrderAgainAndAgain() {
        NumberedImages data = new NumberedImages(3, 9, 4);
        EvaluationBatches batches = new EvaluationBatches(data, Fixtures.PLAIN, 10);
        for (int round = 0; round < 2; round++) {
            List<Integer> sizes = new ArrayList<>();
            int next = 0;
            for (Batch batch : batches) {
                sizes.add(batch.size());
                assertThat(batch.images().remaining()).isEqualTo(batch.size() * 48);
                for (int i = 0; i < batch.size(); i++, next++) {
                    assertThat(batch.labels()[i]).isEqualTo(next / 9);
                    assertThat(batch.images().get(i * 48 + 1)).isEqualTo(next);
                }
            }
            assertThat(sizes).containsExactly(10, 10, 7);
        }
    }

    @Test
    void preprocessesByTheFormula() {
        NumberedImages data = new NumberedImages(2, 40, 4);
        byte[] chw = new byte[48];
        int index = 0;
        for (Batch batch : new EvaluationBatches(data, IMAGENET, 7)) {
            assertThat(batch.images().isDirect()).isTrue();
            for (int i = 0; i < batch.size(); i++, index++) {
                data.pixels(index, chw);
                for (int j = 0; j < 48; j++) {
                    int c = j / 16;
                    double exact = ((chw[j] & 0xff) / 255.0 - IMAGENET.mean().get(c))
                            / IMAGENET.std().get(c);
                    assertThat((double) batch.images().get(i * 48 + j))
                            .isCloseTo(exact, within((double) Math.ulp((float) exact)));
                }
            }
        }
    }

    @Test
    void refusesStatisticsOfAnotherNumberOfChannels() {
        Preprocessing grey = new Preprocessing(1, List.of(0.5), List.of(0.5), null);

        assertThatThrownBy(() -> new EvaluationBatches(new NumberedImages(2, 4, 4), grey, 2).iterator())
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.SPEC_INVALID))
                .hasMessageContaining("data.preprocessing.mean must have 3 values");
    }
}
