package io.espalier.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineEventTest {

    private static final RunId RUN = RunId.ofSubmission("/laptop", "1");
    private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final RunSpec SPEC = RunSpecReader.read("model: tiny\ndata: {uri: images}");
    private static final ArtifactRef FILE = ArtifactRef.stored("ab".repeat(32), 12, MediaTypes.ONNX);

    private static EvaluationReport report() {
        EvaluationReport.Latency latency = new EvaluationReport.Latency("systolic-32x32", 1000, 0.002);
        return new EvaluationReport(
                100,
                "top-1",
                Map.of("top-1", 0.91),
                0.9,
                0.92,
                0.91,
                new BudgetCount(10, 5, 5, 640, 320),
                latency,
                latency,
                640,
                1280,
                2000,
                List.of(new EvaluationReport.LayerCost("conv1", "Conv", 10_000, 100, 50, 4, 2, 0.5)));
    }

    static List<PipelineEvent> everyEvent() {
        List<GateResult> gates = List.of(new GateResult("budget", 0.5, 0.5, true));
        BudgetCount count = new BudgetCount(10, 5, 5, 640, 320);
        return List.of(
                new ModelSubmitted(RUN, WHEN, FILE.uri(), FILE.sha256(), SPEC),
                new ModelIngested(RUN, WHEN, FILE, SPEC),
                new ModelPruned(RUN, WHEN, SPEC, FILE, FILE, FILE, FILE, FILE, count),
                new ModelFinetuned(RUN, WHEN, SPEC, FILE, FILE, FILE, FILE, FILE),
                new ModelEvaluated(RUN, WHEN, SPEC, FILE, FILE, FILE, report()),
                new ModelPromoted(RUN, WHEN, "tiny", 1, FILE, gates),
                new ModelRejected(RUN, WHEN, "tiny", 1, FILE, gates),
                new StageProgressed(RUN, WHEN, Stage.PRUNING, 1, 7, "prune", 3, 10, Map.of("loss", 0.5)),
                new StageFailed(RUN, WHEN, Stage.INGEST, ErrorCode.MODEL_NOT_ONNX, "not a model"));
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void survivesItsJsonForm(PipelineEvent event) {
        byte[] json = Json.write(event);

        assertThat(Json.read(json, PipelineEvent.class)).isEqualTo(event);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .contains("\"type\":\"" + event.type() + "\"", "\"occurred-at\":\"2026-01-02T03:04:05.678Z\"");
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void hasATopicThatExistsAndAnIdThatNamesTheRun(PipelineEvent event) {
        assertThat(Topics.ALL).contains(event.topic());
        assertThat(event.id()).startsWith(RUN + "/" + event.type());
    }

    /// Every key that carries an object, a text or a list is required; only numbers have a natural absence, zero.
    @ParameterizedTest
    @MethodSource("everyEvent")
    void isUnreadableWithoutAnyOfItsParts(PipelineEvent event) throws IOException {
        List<String> required = new ArrayList<>();
        Json.MAPPER.readTree(Json.write(event)).properties().forEach(part -> {
            if (!part.getValue().isNumber() && !part.getKey().equals("sha256")) {
                required.add(part.getKey());
            }
        });
        for (String key : required) {
            ObjectNode rest = (ObjectNode) Json.MAPPER.readTree(Json.write(event));
            rest.remove(key);

            assertThatThrownBy(() -> Json.read(Json.write(rest), PipelineEvent.class))
                    .as("%s without %s", event.type(), key)
                    .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.EVENT_UNREADABLE))
                    .hasMessageContaining(key);
        }
    }

    /// What version 0.2 did not have is kept, and need not be there.
    @Test
    void sweepsAndExportsAreCarried() {
        SweepId sweep = SweepId.of(RUN);
        List<PipelineEvent> events = List.of(
                new ModelSubmitted(
                        RUN, WHEN, FILE.uri(), null, SPEC, List.of(SPEC.prune().budget()), sweep),
                new ModelIngested(RUN, WHEN, FILE, SPEC, sweep),
                new ModelPruned(RUN, WHEN, SPEC, FILE, FILE, FILE, FILE, FILE, new BudgetCount(4, 2, 2, 8, 4), sweep),
                new ModelFinetuned(RUN, WHEN, SPEC, FILE, FILE, FILE, FILE, FILE, sweep),
                new ModelEvaluated(RUN, WHEN, SPEC, FILE, FILE, FILE, report(), new Exports(FILE, FILE, FILE)));

        assertThat(events).allSatisfy(event -> assertThat(Json.read(Json.write(event), PipelineEvent.class))
                .isEqualTo(event));
    }

    @Test
    void theWordNullIsNoEvent() {
        byte[] json = "null".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.read(json, PipelineEvent.class))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.EVENT_UNREADABLE));
    }

    @Test
    void olderReadersIgnoreNewKeys() {
        String json =
                "{\"type\":\"io.espalier.stage-failed.v1\",\"run-id\":\"%s\",\"occurred-at\":\"2026-01-02T03:04:05Z\",\"stage\":\"ingest\",\"code\":\"INTERNAL\",\"message\":\"m\",\"since\":\"v2\"}"
                        .formatted(RUN);

        PipelineEvent event = Json.read(json.getBytes(StandardCharsets.UTF_8), PipelineEvent.class);

        assertThat(event).isInstanceOfSatisfying(StageFailed.class, e -> assertThat(e.stage())
                .isEqualTo(Stage.INGEST));
    }

    @Test
    void aSubmissionDeliveredTwiceIsOneRun() {
        assertThat(RunId.ofSubmission("/laptop", "1")).isEqualTo(RUN);
        assertThat(RunId.ofSubmission("/laptop", "2")).isNotEqualTo(RUN);
    }

    @Test
    void refusesADigestThatIsNone() {
        assertThatThrownBy(() -> ArtifactRef.stored("AB", 1, MediaTypes.ONNX)).hasMessageContaining("64 lower-case");
    }
}
