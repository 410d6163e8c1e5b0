package io.espalier.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.contracts.Json;
import io.espalier.contracts.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// Pushes as a user's own program does: one CloudEvent in binary mode, by nothing but the Kafka client.
///
/// @param kafka bootstrap servers
record PlainProducer(String kafka) {

    /// @param id     of the event
    /// @param sha256 that the event claims for the model; empty = none
    /// @param yaml   run spec
    RunId submit(String id, Path model, String sha256, String yaml) throws IOException {
        JsonNode spec = new YAMLMapper().readTree(yaml);
        Map<String, Object> submission = sha256.isEmpty()
                ? Map.of("model-uri", model.toUri(), "spec", spec)
                : Map.of("model-uri", model.toUri(), "sha256", sha256, "spec", spec);
        ProducerRecord<String, String> event = new ProducerRecord<>(
                "registry.submissions", id, new String(Json.write(submission), StandardCharsets.UTF_8));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id,
                        "ce_source", "/it",
                        "ce_type", "io.espalier.model-submitted.v1",
                        "content-type", "application/json")
                .forEach((key, value) -> event.headers().add(key, value.getBytes(StandardCharsets.UTF_8)));
        send(event);
        return RunId.ofSubmission("/it", id);
    }

    private void send(ProducerRecord<String, String> event) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", kafka);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(event).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
