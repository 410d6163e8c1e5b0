package io.espalier.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.Topics;
import io.espalier.testkit.TestPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs of which only another run's event knows: they end with it.
@Timeout(60)
class DependentRunsIT {

    private static final KafkaSettings KAFKA =
            KafkaSettings.of(TestPlatform.kafka().bootstrapServers());

    @TempDir
    private Path directory;

    private ModelIngested event;
    private RunId other;
    private WorkBench bench;

    @BeforeEach
    void lay(TestInfo test) {
        new TopicSetup(1, (short) 1, Duration.ofSeconds(30)).createMissing(KAFKA);
        event = Samples.ingested(test.getDisplayName());
        other = Samples.run("other of " + test.getDisplayName());
        bench = new WorkBench(KAFKA, test.getTestMethod().orElseThrow().getName(), directory);
    }

    @AfterEach
    void clear() {
        bench.close();
    }

    @Test
    void theyFailWhenTheWorkIsGivenUp() {
        assertBothFail(
                new PipelineException.Transient(ErrorCode.STORE_UNAVAILABLE, "no answer"),
                ErrorCode.DELIVERIES_EXHAUSTED);
    }

    @Test
    void theyFailAtADefect() {
        assertBothFail(new IllegalStateException("index -1"), ErrorCode.INTERNAL);
    }

    @Test
    void theyFailWhenTheWorkIsRefused() {
        assertBothFail(new PipelineException.Permanent(ErrorCode.MODEL_INVALID, "a cycle"), ErrorCode.MODEL_INVALID);
    }

    private void assertBothFail(RuntimeException failure, ErrorCode code) {
        Inbox failures = bench.inbox(Topics.FAILURES);
        bench.startWorker(2, new StageHandler<>() {
            @Override
            public PipelineEvent handle(ModelIngested asked, StageContext context) {
                throw failure;
            }

            @Override
            public List<RunId> failingWith(ModelIngested asked) {
                return List.of(other);
            }
        });

        bench.submit(event);

        for (RunId run : List.of(other, event.runId())) {
            assertThat(failures.awaitEvents(run, 1).getFirst())
                    .isInstanceOfSatisfying(StageFailed.class, failed -> assertThat(failed.code())
                            .isEqualTo(code));
        }
    }
}
