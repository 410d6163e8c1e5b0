package io.espalier.stage;

import java.util.Map;

/// What a [StageHandler] may ask of the worker that runs it.
public interface StageContext {

    /// How often this event has been handed out, from 1; grows with every redelivery.
    int attempt();

    /// Tells people who watch how far the work is. Cheap: at most four a second are published, the last one of each
    /// phase always; it never waits for the broker and never fails.
    ///
    /// @param phase   what is being done: `control`, `prune`, `finetune`, `accuracy`, …
    /// @param done    units done in this stage, >= 0
    /// @param total   units of this stage, >= done; 0 = not known yet
    /// @param metrics numbers to plot against `done`; not finite ones are left out
    void progress(String phase, long done, long total, Map<String, Double> metrics);

    /// The states of this run in this stage.
    StageCheckpoints checkpoints();

    /// True once the worker shuts down: save a checkpoint and throw [StageInterrupted] soon. Work that goes on for
    /// longer than [WorkerSettings#stopGrace] is interrupted and its record released.
    boolean stopping();
}
