package io.espalier.cli.bench.accuracy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.cli.push.SpecFile;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The spec that all cells of a comparison share: a file's, with what the command line says instead. No phase
/// chooses its weights by validation images unless the file asks for it: nothing may be selected on what it is
/// judged on.
///
/// @param file           YAML; absent = the defaults, with validation off
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

    private static final String NO_VALIDATION = """
            model: bench
            data: {uri: none}
            training: {validate-every: 0}
            """;

    /// @throws PipelineException.Permanent `SPEC_INVALID`; `REQUEST_INVALID` if no data set is named
    RunSpec read() {
        if (file == null && uri == null) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID, "name the data set with --data, or a spec that has one with --spec");
        }
        RunSpec given = RunSpecReader.read(file == null ? NO_VALIDATION : SpecFile.text(file));
        ObjectNode tree = Json.MAPPER.valueToTree(given);
        if (uri != null) {
            group(tree, "data").put("uri", uri);
        }
        put(group(tree, "data"), "limit", images);
        put(group(tree, "prune"), "epochs", pruneEpochs);
        put(group(tree, "finetune"), "epochs", finetuneEpochs);
        put(group(tree, "reproducibility"), "threads", threads);
        return RunSpecReader.read(tree.toString());
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
