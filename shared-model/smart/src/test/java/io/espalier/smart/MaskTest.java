package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MaskTest {

    private final BlockLayout layout = new BlockLayout(List.of(
            new PrunableLayer("a", "a.weight", 12, 8, 9, 8, 5), new PrunableLayer("b", "b.weight", 7, 3, 9, 1, 0)));

    @Test
    void survivesItsJsonForm() {
        // Given
        Random random = new Random(5);
        boolean[] kept = new boolean[layout.blocks()];
        for (int b = 0; b < kept.length; b++) {
            kept[b] = random.nextBoolean();
        }

        // When
        Mask read = Mask.read(Mask.of(layout, kept).toJson());

        // Then
        assertThat(read.flags()).containsExactly(kept);
        assertThat(read.layout()).isEqualTo(layout);
    }

    @Test
    void hasOneBitABlockLowestBitFirst() {
        boolean[] kept = new boolean[layout.blocks()];
        kept[36] = true; // first of layer b
        kept[36 + 3] = true;
        Mask mask = Mask.of(layout, kept);
        assertThat(mask.kept()).isEqualTo(2);
        assertThat(mask.layers().get(1).kept()).isEqualTo("CQ=="); // 0b1001
        assertThat(mask.layers().get(1).grid()).containsExactly(7);
    }

    @Test
    void readsWhatVersion1Wrote() {
        String json = """
                {"version":1,"blocks":8,"kept":3,"layers":[
                 {"node":"a","weight":"a.weight","shape":[2,3,1],"block":[1,3],"grid":[2,1,1],"kept":"Ag=="},
                 {"node":"b","weight":"b.weight","shape":[6,2,9],"block":[1,0],"grid":[6,1,1],"kept":"KA=="}]}""";
        Mask mask = Mask.read(json.getBytes(StandardCharsets.UTF_8));
        assertThat(mask.flags()).containsExactly(false, true, false, false, false, true, false, true);
        assertThat(mask.layout())
                .isEqualTo(new BlockLayout(List.of(
                        new PrunableLayer("a", "a.weight", 2, 3, 1, 1, 3),
                        new PrunableLayer("b", "b.weight", 6, 2, 9, 1, 0))));
    }

    @Test
    void refusesBitmapsThatContradictTheCounts() {
        String json = new String(Mask.of(layout, new boolean[layout.blocks()]).toJson(), StandardCharsets.UTF_8);
        Mask tampered = Mask.read(json.replace("\"kept\":0", "\"kept\":5").getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(tampered::flags)
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.EVENT_UNREADABLE));
    }
}
