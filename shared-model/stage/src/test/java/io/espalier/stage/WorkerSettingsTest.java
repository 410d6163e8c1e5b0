package io.espalier.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerSettingsTest {

    private static final KafkaSettings KAFKA = KafkaSettings.of("127.0.0.1:7092");

    @ParameterizedTest
    @CsvSource({
        "INGEST, registry.submissions, espalier-ingest",
        "PRUNING, pipeline.ingested, espalier-pruning",
        "FINETUNING, pipeline.pruned, espalier-finetuning",
        "EVALUATION, pipeline.finetuned, espalier-evaluation",
        "REGISTRY, pipeline.evaluated, espalier-registry"
    })
    void eachStageTakesTheOutcomeOfTheOneBefore(Stage stage, String topic, String group) {
        WorkerSettings settings = WorkerSettings.of(KAFKA, stage);

        assertThat(settings.topic()).isEqualTo(topic);
        assertThat(settings.group()).isEqualTo(group);
    }

    @Test
    void pinsTheDefaults() {
        assertThat(WorkerSettings.of(KAFKA, Stage.PRUNING))
                .isEqualTo(new WorkerSettings(
                        KAFKA,
                        Stage.PRUNING,
                        "pipeline.ingested",
                        9,
                        new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(15)),
                        Duration.ofSeconds(20)));
        assertThat(TopicSetup.DEFAULT).isEqualTo(new TopicSetup(3, (short) -1, Duration.ofSeconds(60)));
    }

    @Test
    void refusesAttemptsThatNoBrokerAllows() {
        WorkerSettings settings = WorkerSettings.of(KAFKA, Stage.PRUNING);

        assertThatThrownBy(() -> settings.withMaxAttempts(10)).hasMessage("maxAttempts must be in [1, 9], was 10");
    }

    @Test
    void letsUsersPropertiesWinOverItsOwn() {
        KafkaSettings secured = new KafkaSettings("broker:9092", Map.of("acks", "1", "security.protocol", "SSL"));

        assertThat(secured.with(Map.of("acks", "all", "linger.ms", 0)))
                .isEqualTo(Map.of(
                        "acks", "1", "security.protocol", "SSL", "linger.ms", 0, "bootstrap.servers", "broker:9092"));
    }

    @Test
    void isAliveOnlyWhileThePollingThreadShowsItself() {
        Instant sign = Instant.parse("2026-01-02T03:04:05Z");
        WorkerHealth working = new WorkerHealth(WorkerHealth.State.WORKING, sign, null, false);
        WorkerHealth stopped = new WorkerHealth(WorkerHealth.State.STOPPED, sign, null, true);

        assertThat(working.live(sign.plusSeconds(59))).isTrue();
        assertThat(working.live(sign.plusSeconds(61))).isFalse();
        assertThat(stopped.live(sign)).isFalse();
    }
}
