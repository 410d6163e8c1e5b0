package io.espalier.stage;

import io.espalier.contracts.RunId;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Where the polling thread notes how it is, and others read it.
final class HealthBoard {

    private final InstantSource clock;
    private volatile Instant lastSign;
    private volatile boolean brokerReachable;
    private volatile boolean working;
    private volatile @Nullable RunId run;

    HealthBoard(InstantSource clock) {
        this.clock = clock;
        this.lastSign = clock.instant();
    }

    void sign(boolean connected) {
        lastSign = clock.instant();
        brokerReachable = connected;
    }

    void working(@Nullable RunId onRun) {
        run = onRun;
        working = true;
    }

    void idle() {
        working = false;
        run = null;
    }

    WorkerHealth read(boolean alive) {
        WorkerHealth.State state =
                !alive ? WorkerHealth.State.STOPPED : working ? WorkerHealth.State.WORKING : WorkerHealth.State.IDLE;
        return new WorkerHealth(state, lastSign, run, brokerReachable);
    }
}
