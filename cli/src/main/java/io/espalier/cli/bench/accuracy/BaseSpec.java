package io.espalier.cli.bench.accuracy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.cli.push.SpecFile;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The spec that all cells of a comparison share: a file's, with what the command line says instead. No phase
/// chooses its weights by validation images unless the file asks for it: nothing may be selected on what it is
/// judged on.
///
/// @param file           YAML; absent = the defaults
/// @param uri            of the data set
/// @param images         of an epoch, 0 = all
/// @param pruneEpochs    of `prune`
/// @param finetuneEpochs of `finetune`
/// @param threads        of the training engine
record BaseSpec(
        @Nullable Path file,
        @Nullable String uri,
        @Nullable Integer images,
        @Nullable Integer pruneEpochs,
        @Nullable Integer finetuneEpochs,
        @Nullable Integer threads) {

    private static final String DEFAULTS = """
            model: bench
            data: {uri: none}
            """;

    /// @throws PipelineException.Permanent `SPEC_INVALID`; `REQUEST_INVALID` if no data set is named
    RunSpec read() {
        if (file == null && uri == null) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID, "name the data set with --data, or a spec that has one with --spec");
        }
        String text = file == null ? DEFAULTS : SpecFile.text(file);
        ObjectNode tree = Json.MAPPER.valueToTree(RunSpecReader.read(text));
        if (!saysWhenToValidate(text)) {
            group(tree, "training").put("validate-every", 0);
        }
        if (uri != null) {
            group(tree, "data").put("uri", uri);
        }
        put(group(tree, "data"), "limit", images);
        put(group(tree, "prune"), "epochs", pruneEpochs);
        put(group(tree, "finetune"), "epochs", finetuneEpochs);
        put(group(tree, "reproducibility"), "threads", threads);
        return RunSpecReader.read(tree.toString());
    }

    private static boolean saysWhenToValidate(String yaml) {
        try {
            JsonNode training = new YAMLMapper().readTree(yaml).path("training");
            return training.hasNonNull("validate-every");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("it has been read before", e);
        }
    }

    private static ObjectNode group(ObjectNode tree, String key) {
        return (ObjectNode) tree.get(key);
    }

    private static void put(ObjectNode group, String key, @Nullable Integer value) {
        if (value != null) {
            group.put(key, value.intValue());
        }
    }
}
