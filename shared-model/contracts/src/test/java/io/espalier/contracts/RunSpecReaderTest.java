package io.espalier.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunSpecReaderTest {

    private static final String MINIMAL = "model: tiny\ndata: {uri: images}\n";

    @Test
    void aMethodHasDefaultsOfItsOwn() {
        assertThat(RunSpecReader.read(MINIMAL).prune().normalization()).isEqualTo(PruneSpec.Normalization.LAMP);
        assertThat(RunSpecReader.read(MINIMAL + "prune: {method: magnitude}\n")
                        .prune()
                        .normalization())
                .isEqualTo(PruneSpec.Normalization.LAYER_MEAN);
        assertThat(RunSpecReader.read(MINIMAL + "prune: {normalization: none}\n")
                        .prune()
                        .normalization())
                .isEqualTo(PruneSpec.Normalization.NONE);
    }

    @Test
    void fillsInDefaults() {
        RunSpec spec = RunSpecReader.read(MINIMAL);

        assertThat(spec.prune().pattern()).isEqualTo(new BlockPattern.Tile(8, 8));
        assertThat(spec.prune().budget().blockSparsity()).isEqualTo(0.5);
        assertThat(spec.data().augment()).isEqualTo(new Augmentation(true, 4));
        assertThat(spec.reproducibility()).isEqualTo(new Reproducibility(42, 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {method: gmp, importance: taylor}                          | prune.importance "taylor" is not used
        {method: gmp, mask-learning-rate: 0.1}                     | prune.mask-learning-rate 0.1 is not used
        {method: taylor, smart: {operator: lapsum}}                | prune.smart.operator "lapsum" is not used
        {method: random, normalization: lamp}                      | drawn by the seed
        {method: lamp, normalization: none}                        | use method magnitude
        {smart: {fixed-temperature: 0.2}}                          | set smart.temperature: fixed as well
        {mask-learning-rate: 0.1, smart: {mask: weights}}          | use mask: separate
        {smart: {mask: weights, mask-schedule: constant}}          | use mask: separate
        {importance: none, normalization: none}                    | use another importance
        {pattern: {n-of-m: [2, 4]}, min-keep-per-layer: 2}         | prune.min-keep-per-layer 2 is not used
        {pattern: {n-of-m: [2, 4]}, layers: [{match: a}]}          | n-of-m alone keeps N of every M
        {pattern: {n-of-m: [2, 4]}, scope: layer}                  | prune.scope "layer" is not used
        {pattern: {n-of-m: [2, 4]}, smart: {first-scores: importance}} | inside groups of M and begins with their importance
        {method: pdp, pattern: {n-of-m: [2, 4]}}                   | prune.method must be another one for n-of-m
        """)
    void whatWouldDoNothingIsRefused(String prune, String says) {
        assertThatThrownBy(() -> RunSpecReader.read(MINIMAL + "prune: " + prune))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.SPEC_INVALID))
                .hasMessageContaining(says);
    }

    /// Given or not: what a key means anyway is no mistake, and what another key makes use of is none.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{method: gmp, importance: magnitude, mask-learning-rate: 0.03, smart: {fixed-temperature: 0.1}}",
                "{method: random, normalization: layer-mean}",
                "{smart: {temperature: fixed, fixed-temperature: 0.2}}",
                "{pattern: {n-of-m: [2, 4]}, min-keep-per-layer: 1, smart: {mask-schedule: constant}}",
                "{pattern: {n-of-m: [2, 4]}, smart: {mask: weights}}",
                "{pattern: {block: [8, 8], n-of-m: [2, 4]}, min-keep-per-layer: 2, normalization: none}",
                "{pattern: {block: [8, 8], n-of-m: [2, 4]}, smart: {first-scores: importance}}"
            })
    void whatIsUsualIsNotRefused(String prune) {
        RunSpec spec = RunSpecReader.read(MINIMAL + "prune: " + prune);

        assertThat(RunSpecReader.read(new String(Json.write(spec), StandardCharsets.UTF_8)))
                .as("complete, it is the same spec")
                .isEqualTo(spec);
    }

    @Test
    void jsonFormReadsBackAsTheSameSpec() {
        RunSpec spec = RunSpecReader.read(MINIMAL + "prune: {pattern: channel}\ngates: {max-weight-bytes: 700KB}\n");

        assertThat(Json.read(Json.write(spec), RunSpec.class)).isEqualTo(spec);
        assertThat(spec.gates().maxWeightBytes()).isEqualTo(new ByteSize(700_000));
    }

    @Test
    void fillsInWhatATaskNeeds() {
        RunSpec detection = RunSpecReader.read(MINIMAL + "task: object-detection\ntraining: {batch-size: 8}\n");

        assertThat(detection.data().format()).isEqualTo(DataFormat.COCO);
        assertThat(detection.training().optimizer()).isEqualTo(TrainingSpec.Optimizer.ADAM);
        assertThat(detection.training().batchSize()).isEqualTo(8);
        RunSpec unlabelled = RunSpecReader.read(MINIMAL + "task: regression\n");
        assertThat(unlabelled.finetune().loss().distils()).isTrue();
        assertThat(unlabelled.finetune().loss().labels()).isZero();
    }

    @Test
    void readsBudgetsOfSeveralUnits() {
        BudgetSpec budget = read("{budget: {macs: 50%, weight-bytes: 64KiB, storage: block-sparse, latency-ms: 0.8}}")
                .budget();

        assertThat(budget.blockSparsity()).isNull();
        assertThat(budget.limits())
                .containsExactly(
                        Map.entry(BudgetUnit.WEIGHT_BYTES, new BudgetLimit(65_536, false)),
                        Map.entry(BudgetUnit.MACS, new BudgetLimit(0.5, true)),
                        Map.entry(BudgetUnit.LATENCY_MS, new BudgetLimit(0.8, false)));
        assertThat(budget.label()).isEqualTo("weight-bytes 65536, macs 50%, latency-ms 0.8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {block: [16, 8]}                     | 16×8
        {im2col: [8, 32]}                    | im2col 8×32
        {im2col: [8, 32], order: channel-major} | im2col 8×32
        channel                              | channel
        {n-of-m: [2, 4]}                     | 2:4
        {block: [8, 8], n-of-m: [2, 4]}      | 8×8, 2:4
        """)
    void readsPatternsAndWritesThemBack(String pattern, String label) {
        PruneSpec spec = read("{pattern: %s}".formatted(pattern));

        assertThat(spec.pattern().label()).isEqualTo(label);
        assertThat(Json.read(Json.write(spec), PruneSpec.class)).isEqualTo(spec);
    }

    private static PruneSpec read(String prune) {
        return RunSpecReader.read(MINIMAL + "prune: " + prune).prune();
    }

    @Test
    void refusesLabelsOfAnotherKind() {
        assertThatThrownBy(
                        () -> RunSpecReader.read("{model: m, task: object-detection, data: {uri: x, format: images}}"))
                .hasMessageContaining("data.format must be coco, pascal-voc, was images");
        assertThatThrownBy(() -> RunSpecReader.read(
                        "{model: m, task: regression, data: {uri: x}, prune: {loss: {labels: 1, distillation: 0}}}"))
                .hasMessageContaining("prune.loss.distillation must be above 0");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        prune: {budgets: 1}                         | unknown key 'prune.budgets'
        prune: {budgets: 1}                         | known here: batch-size, budget, epochs
        prune: {budget: {block-sparsity: 1.5}}      | prune.budget.block-sparsity must be in [0, 1), was 1.5
        prune: {budget: {block-sparsity: lots}}     | prune.budget.block-sparsity must be a number, was 'lots'
        prune: {method: best}                       | prune.method must be one of smart, random, magnitude, lamp, snip, taylor, gmp, movement, ac-dc, pdp, was 'best'
        prune: {pattern: {block: [8]}}              | prune.pattern must be {block: [out, in]}, {im2col: [out, k], order: tap-major}, channel
        prune: {pattern: {n-of-m: [4, 4]}}          | prune.pattern must be 1 ≤ N < M ≤ 64, was 4 of 4
        prune: {pattern: {n-of-m: [2, 4]}, budget: {macs: 50%}} | prune.budget must be absent: n-of-m is a budget itself
        prune: {budget: {macs: half}}               | prune.budget.macs must be a number such as 120000, 1.5M or 64KiB
        prune: {budget: {macs: 0}}                  | prune.budget.macs must be above 0
        prune: {budget: {storage: dense}}           | prune.budget.storage must be absent where weight-bytes is
        prune: {layers: [{match: a, min-kept: 2}]}  | prune.layers[0].min-kept must be in [0, 1], was 2.0
        prune: {smart: {fixed-temperature: 0}}      | prune.smart.fixed-temperature must be above 0, was 0.0
        prune: {epochs: -1}                         | prune.epochs must be in [0, 10000], was -1
        gates: {max-weight-bytes: 7 parsecs}        | gates.max-weight-bytes must be a number of bytes
        finetune: {loss: {temperature: 0}}          | finetune.loss.temperature must be above 0, was 0.0
        finetune: 3                                 | finetune must be a group of keys
        prune: {epochs: many}                       | prune.epochs must be a whole number, was 'many'
        prune: {epochs: 3.7}                        | prune.epochs must be a whole number, was '3.7'
        reproducibility: {seed: 1.5}                | reproducibility.seed must be a whole number, was '1.5'
        prune: {method: 1}                          | prune.method must be one of smart, random, magnitude, lamp, snip, taylor, gmp, movement, ac-dc, pdp, was '1'
        prune: {method: '1'}                        | prune.method must be one of smart, random, magnitude, lamp, snip, taylor, gmp, movement, ac-dc, pdp, was '1'
        prune: {epochs: 3, epochs: 4}               | key 'epochs' is given twice (line 3)
        model: other                                | key 'model' is given twice (line 3)
        training: {learning-rate: .inf}             | Malformed numeric value '.inf' (line 3)
        training: {learning-rate: Infinity}         | training.learning-rate must be a number, was 'Infinity'
        training: {learning-rate: 1e999}            | training.learning-rate must be a number, was
        gates: {max-accuracy-drop: NaN}             | gates.max-accuracy-drop must be a number, was 'NaN'
        gates: {min-accuracy: 81}                   | gates.min-accuracy must be a fraction in [0, 1], was 81.0
        training: {batch-size: 0}                   | training.batch-size must be in [1, 65536], was 0
        finetune: {batch-size: 0}                   | finetune.batch-size must be in [1, 65536], was 0
        reproducibility: {threads: 0}               | reproducibility.threads must be in [1, 1024], was 0
        """)
    void namesPathValueAndWhatIsAllowed(String part, String explanation) {
        assertThatThrownBy(() -> RunSpecReader.read(MINIMAL + part))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.SPEC_INVALID))
                .hasMessageContaining(explanation);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        ''                             | the spec must be a group of keys
        data: {uri: images}            | model must be lower-case
        {model: Caps, data: {uri: x}}  | model must be lower-case letters and digits
        model: tiny                    | data.uri must be the location
        {model: tiny, data: {}}        | data.uri must be the location
        '{model: ['                    | not YAML
        """)
    void refusesWhatIsNoSpec(String yaml, String explanation) {
        assertThatThrownBy(() -> RunSpecReader.read(yaml)).hasMessageContaining(explanation);
    }
}
