package io.espalier.datasets;

import static io.espalier.datasets.Fixtures.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.Augmentation;
import io.espalier.contracts.DataSpec;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingBatchesTest {

    private static final Augmentation BOTH = new Augmentation(true, 2);

    @Test
    void anEpochIsEveryImageOnceInAnotherOrder() {
        TrainingBatches batches = new TrainingBatches(new NumberedImages(3, 20, 8), spec("x"), 10, 7);

        List<Integer> first = epoch(batches, 0);
        List<Integer> second = epoch(batches, 1);

        assertThat(batches.batchesPerEpoch()).isEqualTo(6);
        assertThat(first).hasSize(60).doesNotHaveDuplicates();
        assertThat(second).hasSize(60).doesNotHaveDuplicates().isNotEqualTo(first);
        assertThat(first).isNotEqualTo(first.stream().sorted().toList());
    }

    @Test
    void dropsThePartialBatchUnlessItIsTheOnlyOne() {
        NumberedImages data = new NumberedImages(3, 20, 8);

        assertThat(new TrainingBatches(data, spec("x"), 7, 1).batchesPerEpoch()).isEqualTo(8);
        assertThat(new TrainingBatches(data, spec("x"), 7, 1).batch(0, 7).size())
                .isEqualTo(7);
        TrainingBatches one = new TrainingBatches(data, spec("x"), 1000, 1);
        assertThat(one.batchesPerEpoch()).isEqualTo(1);
        assertThat(one.batch(0, 0).size()).isEqualTo(60);
        assertThatThrownBy(() -> one.batch(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> one.batch(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLimitTakesTheSameNumberOfEachClassAndOtherImagesEachEpoch() {
        TrainingBatches batches = new TrainingBatches(new NumberedImages(3, 20, 8), limit(15), 5, 7);

        Set<Integer> seen = new HashSet<>();
        for (int epoch = 0; epoch < 4; epoch++) { // 4 epochs of 5 images a class use up its 20
            List<Integer> images = epoch(batches, epoch);
            for (int label = 0; label < 3; label++) {
                int from = label * 20;
                assertThat(images).filteredOn(i -> i / 20 == from / 20).hasSize(5);
            }
            assertThat(images).allMatch(seen::add);
        }
        assertThat(seen).hasSize(60);
        assertThat(epoch(batches, 4)).doesNotHaveDuplicates().isNotEqualTo(epoch(batches, 0));
    }

    @Test
    void aLimitThatTheClassesDoNotDivideGoesRound() {
        NumberedImages data = new NumberedImages(3, 20, 8);
        EpochOrder order = EpochOrder.of(data, 10, 7);

        int[] total = new int[3];
        for (int epoch = 0; epoch < 30; epoch++) {
            int[] count = new int[3];
            for (int image : order.of(epoch)) {
                count[data.label(image)]++;
                total[data.label(image)]++;
            }
            assertThat(count).containsAnyOf(4).contains(3); // 10 = 4 + 3 + 3
            assertThat(IntStream.of(total).summaryStatistics())
                    .satisfies(
                            range -> assertThat(range.getMax() - range.getMin()).isLessThanOrEqualTo(1));
        }
        assertThat(total).containsOnly(100);
    }

    @Test
    void aLimitOfAllOrMoreIsAll() {
        NumberedImages data = new NumberedImages(3, 20, 8);

        assertThat(epoch(new TrainingBatches(data, limit(61), 10, 7), 3))
                .isEqualTo(epoch(new TrainingBatches(data, spec("x"), 10, 7), 3));
    }

    @Test
    void aClassThatIsUsedUpStartsANewWalk() {
        NumberedImages data = new NumberedImages(2, 3, 8);
        EpochOrder order = EpochOrder.of(data, 4, 7); // 2 of 3 images a class and epoch

        List<Integer> walked = new ArrayList<>();
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int image : order.of(epoch)) {
                if (data.label(image) == 0) {
                    walked.add(image);
                }
            }
        }
        assertThat(walked).hasSize(6).containsOnly(0, 1, 2);
        assertThat(walked.stream().filter(i -> i == 0)).hasSize(2); // each image once a lap
    }

    @Test
    void anyBatchCanBeDrawnWithoutTheOnesBefore() {
        NumberedImages data = new NumberedImages(3, 20, 8);
        for (DataSpec spec : List.of(spec("x", 0, BOTH), spec("x", 30, BOTH))) {
            TrainingBatches sequential = new TrainingBatches(data, spec, 10, 7);
            for (int epoch = 0; epoch < 5; epoch++) {
                for (int index = 0; index < sequential.batchesPerEpoch(); index++) {
                    Batch expected = sequential.batch(epoch, index);

                    Batch fresh = new TrainingBatches(data, spec, 10, 7).batch(epoch, index);

                    assertThat(fresh.labels()).isEqualTo(expected.labels());
                    assertThat(fresh.images()).isEqualTo(expected.images());
                }
            }
        }
    }

    @Test
    void anotherSeedIsAnotherRun() {
        NumberedImages data = new NumberedImages(3, 20, 8);

        assertThat(epoch(new TrainingBatches(data, spec("x"), 10, 7), 0))
                .isNotEqualTo(epoch(new TrainingBatches(data, spec("x"), 10, 8), 0));
    }

    @Test
    void everyImageIsACropAndFlipByBruteForce() {
        // Given
        NumberedImages data = new NumberedImages(2, 200, 8);
        TrainingBatches batches = new TrainingBatches(data, spec("x", 0, BOTH), 1, 7);
        Set<String> placements = new HashSet<>();

        for (int index = 0; index < batches.batchesPerEpoch(); index++) {
            // When
            Batch batch = batches.batch(0, index);

            // Then
            int image = number(batch);
            placements.add(matching(batch.images(), data.padded(image, 2), 8));
        }
        assertThat(placements).doesNotContain("none").hasSize(2 * 5 * 5); // every flip and shift is met
    }

    @Test
    void anImageIsSeenDifferentlyFromEpochToEpoch() {
        NumberedImages data = new NumberedImages(2, 50, 8);
        Augmenter first = (Augmenter) Augmenter.of(BOTH, 7, 0);
        Augmenter second = (Augmenter) Augmenter.of(BOTH, 7, 1);

        long same = IntStream.range(0, data.size())
                .filter(i -> first.of(i).equals(second.of(i)))
                .count();
        assertThat(same).isLessThan(15); // 2 of 100 expected
    }

    @Test
    void flipsHalfOfTheImagesAndCropsUniformly() {
        Augmenter augmenter = (Augmenter) Augmenter.of(BOTH, 7, 0);
        int flipped = 0;
        int[] shifts = new int[5];
        for (int i = 0; i < 50_000; i++) {
            Placement placement = augmenter.of(i);
            flipped += placement.flipped() ? 1 : 0;
            shifts[placement.dx() + 2]++;
        }
        assertThat(flipped).isBetween(24_440, 25_560); // 5 standard deviations of 112
        assertThat(IntStream.of(shifts).boxed()).allMatch(count -> Math.abs(count - 10_000) < 450); // 5 of 89
    }

    @Test
    void aBatchLivesUntilTheOneAfterTheNext() {
        TrainingBatches batches = new TrainingBatches(new NumberedImages(3, 20, 8), spec("x"), 10, 7);

        Batch first = batches.batch(0, 0);
        Batch copy = first.copy();
        batches.batch(0, 1);
        assertThat(first.images()).isEqualTo(copy.images());
        batches.batch(0, 2);
        assertThat(first.images()).isNotEqualTo(copy.images());
    }

    private static DataSpec limit(int images) {
        return spec("x", images, Augmentation.NONE);
    }

    private static List<Integer> epoch(TrainingBatches batches, int epoch) {
        List<Integer> images = new ArrayList<>();
        for (int index = 0; index < batches.batchesPerEpoch(); index++) {
            Batch batch = batches.batch(epoch, index);
            for (int i = 0; i < batch.size(); i++) {
                float high = batch.images().get(i * 3 * 64);
                images.add((int) (high * 256 + batch.images().get(i * 3 * 64 + 1)));
            }
        }
        return images;
    }

    /// The image of a batch of one whose window may hide the number: found by its noise-free third channel.
    private static int number(Batch batch) {
        float value = batch.images().get(2 * 64 + 4 * 8 + 4);
        float high = batch.images().get(64 + 4 * 8 + 4);
        return (int) (high * 250 + value - 1);
    }

    /// Which window of the padded image `(3, 12, 12)` this is, tried one by one.
    private static String matching(FloatBuffer images, float[] padded, int extent) {
        int wide = extent + 4;
        for (int dy = 0; dy <= 4; dy++) {
            for (int dx = 0; dx <= 4; dx++) {
                for (boolean flip : new boolean[] {false, true}) {
                    boolean equal = true;
                    for (int i = 0; i < 3 * extent * extent && equal; i++) {
                        int c = i / (extent * extent);
                        int y = i / extent % extent;
                        int x = flip ? extent - 1 - i % extent : i % extent;
                        equal = images.get(i) == padded[(c * wide + y + dy) * wide + x + dx];
                    }
                    if (equal) {
                        return dy + " " + dx + " " + flip;
                    }
                }
            }
        }
        return "none";
    }
}
