package io.espalier.registry.run;

import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.StageProgressed;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// The stored states of stages. Callers hold the run's lock.
@ApplicationScoped
public class StageStates implements PanacheRepositoryBase<StageState, StageState.Key> {

    /// @return whether the progress was news, and not repeated or late
    public boolean progressed(StageProgressed progress) {
        return state(progress.runId(), progress.stage(), progress.occurredAt()).progressed(progress);
    }

    /// The outcome of `stage` was published at `at`.
    public void finished(RunId run, Stage stage, Instant at) {
        state(run, stage, at).finished(at);
    }

    public void failed(StageFailed fact) {
        state(fact.runId(), fact.stage(), fact.occurredAt()).failed(fact.occurredAt());
    }

    List<StageState> of(Collection<String> runIds) {
        return list("key.runId in ?1", runIds);
    }

    private StageState state(RunId run, Stage stage, Instant at) {
        return findByIdOptional(new StageState.Key(run.value(), stage)).orElseGet(() -> {
            StageState fresh = new StageState(run, stage, at);
            persist(fresh);
            return fresh;
        });
    }
}
