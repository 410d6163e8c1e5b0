package io.espalier.smart.training;

import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.onnx.Graph;
import io.espalier.smart.TinyModels;

/// Runs of a network that takes a second to train: 22 blocks of 8 × 8, of which 60 % go, twelve steps of pruning.
final class TinyRuns {

    static final Graph SOURCE = TinyModels.network(Stripes.CLASSES, 1);

    static final int BLOCKS = 22;
    static final int KEPT = 9;
    static final int STEPS = 12;

    private TinyRuns() {}

    /// @param prune keys of `prune` that differ, in flow style: `method: gmp, normalization: lamp`
    static RunSpec spec(String prune) {
        return RunSpecReader.read(
                """
                model: tiny
                data: {uri: stripes, augment: {crop-padding-pixels: 1}}
                prune: {epochs: 2, %s%s}
                finetune: {epochs: 1}
                training: {batch-size: 16, learning-rate: 0.05, validate-every: 0}
                reproducibility: {seed: 3, threads: 1}
                """.formatted(prune, prune.contains("budget") ? "" : ", budget: {block-sparsity: 0.6}"));
    }

    static RunContext context(RunSpec spec, Checkpoints checkpoints) {
        return context(spec, checkpoints, RunListener.NONE);
    }

    static RunContext context(RunSpec spec, Checkpoints checkpoints, RunListener listener) {
        return new RunContext(spec, new Stripes(96, 1), new Stripes(64, 2), checkpoints, listener);
    }
}
