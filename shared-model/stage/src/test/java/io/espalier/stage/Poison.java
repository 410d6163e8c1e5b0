package io.espalier.stage;

import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.ModelEvaluated;
import io.espalier.contracts.ModelFinetuned;
import io.espalier.contracts.ModelRejected;
import io.espalier.contracts.ModelSubmitted;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.RunId;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.StageProgressed;
import io.espalier.contracts.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/// CloudEvents whose envelope is in order and whose data is not.
final class Poison {

    /// `TYPE` stands for the type that belongs on the topic.
    static final List<String> DATA = List.of(
            "null",
            "{}",
            "[]",
            "{\"type\":\"TYPE\"}",
            "{\"type\":\"TYPE\",\"run-id\":null,\"occurred-at\":null}",
            "{\"type\":\"TYPE\",\"run-id\":\"r-0123456789abcdef\"}");

    private Poison() {}

    /// Where events are read.
    static Stream<String> topics() {
        return Topics.ALL.stream().filter(topic -> !topic.equals(Topics.DEAD_LETTERS));
    }

    static List<ProducerRecord<byte[], byte[]>> records(String topic) {
        ProducerRecord<byte[], byte[]> healthy = EventCodec.encode(healthy(topic, "poison"));
        String type = healthy(topic, "poison").type();
        return DATA.stream()
                .map(data -> data.replace("TYPE", type).getBytes(StandardCharsets.UTF_8))
                .map(data -> new ProducerRecord<>(topic, null, null, healthy.key(), data, healthy.headers()))
                .toList();
    }

    static boolean isBuried(ConsumerRecord<byte[], byte[]> letter, String topic, String group) {
        return header(letter, DeadLetters.TOPIC).equals(topic)
                && header(letter, DeadLetters.GROUP).equals(group)
                && header(letter, DeadLetters.CODE).equals("EVENT_UNREADABLE");
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header found = letter.headers().lastHeader(name);
        return found == null ? "" : new String(found.value(), StandardCharsets.UTF_8);
    }

    /// An event that belongs on `topic`.
    static PipelineEvent healthy(String topic, String name) {
        RunId run = Samples.run(name);
        RunSpec spec = Samples.SPEC;
        ArtifactRef file = Samples.FILE;
        return switch (topic) {
            case Topics.SUBMISSIONS -> new ModelSubmitted(run, Samples.WHEN, URI.create("file:/tiny.onnx"), null, spec);
            case Topics.INGESTED -> Samples.ingested(name);
            case Topics.PRUNED -> Samples.pruned(Samples.ingested(name));
            case Topics.FINETUNED -> new ModelFinetuned(run, Samples.WHEN, spec, file, file, file, file, file);
            case Topics.EVALUATED -> new ModelEvaluated(run, Samples.WHEN, spec, file, file, file, report());
            case Topics.DECISIONS -> new ModelRejected(run, Samples.WHEN, "tiny", 1, file, List.of());
            case Topics.PROGRESS ->
                new StageProgressed(run, Samples.WHEN, Stage.PRUNING, 1, 7, "prune", 3, 10, Map.of());
            case Topics.FAILURES -> new StageFailed(run, Samples.WHEN, Stage.INGEST, ErrorCode.INTERNAL, "m");
            default -> throw new IllegalArgumentException(topic);
        };
    }

    private static EvaluationReport report() {
        EvaluationReport.Latency latency = new EvaluationReport.Latency("systolic-32x32", 1000, 0.002);
        BudgetCount budget = new BudgetCount(10, 5, 5, 640, 320);
        return new EvaluationReport(
                100, "top-1", Map.of(), 0.9, 0.9, 0.9, budget, latency, latency, 640, 1280, 2000, List.of());
    }
}
