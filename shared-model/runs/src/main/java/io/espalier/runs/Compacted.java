package io.espalier.runs;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.channels.Compaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/// A channel-pruned model without its zero channels, held against the one with them in ONNX Runtime.
///
/// @param model    bytes of the smaller file
/// @param outputs  largest differences of all outputs, each once a batch
/// @param prunedMs median of one inference of the file with zeros, on this machine's processor, first batch
/// @param modelMs  the same of the smaller file, taken in turns
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Compacted(byte[] model, List<ForwardCheck.Compared> outputs, double prunedMs, double modelMs) {

    private static final int WARM_UP = 3;

    /// @param pruned  as read from the file; channels that are exact zeros wherever they are made are cut out
    /// @param granule see [Compaction#of]
    /// @param batches images that both are run on, at least one
    /// @param turns   timed inferences of each, >= 1
    /// @param threads of ONNX Runtime, >= 1
    /// @throws PipelineException.Permanent `MODEL_INVALID` if ONNX Runtime refuses either, or they differ by more
    ///     than [ForwardCheck] allows
    public static Compacted of(Graph pruned, int granule, List<Batch> batches, int turns, int threads) {
        Graph form = TrainingForm.of(pruned);
        byte[] model = OnnxFile.write(Compaction.of(form, granule));
        try (OnnxNetwork before = OnnxNetwork.open(OnnxFile.write(form), threads);
                OnnxNetwork after = OnnxNetwork.open(model, threads)) {
            List<ForwardCheck.Compared> outputs = new ArrayList<>();
            batches.forEach(batch -> outputs.addAll(compared(before, after, batch)));
            double[][] ms = inTurns(before, after, batches.getFirst(), turns);
            return new Compacted(model, List.copyOf(outputs), median(ms[0]), median(ms[1]));
        }
    }

    /// Writes the smaller file, whole or not at all.
    ///
    /// @throws PipelineException.Transient as [LocalRun#run]
    public void write(Path file) {
        Path whole = file.toAbsolutePath();
        SequencedMap<Path, byte[]> files = new LinkedHashMap<>();
        files.put(whole, model);
        WholeFiles.write(Objects.requireNonNull(whole.getParent(), "the root is no file"), files);
    }

    private static List<ForwardCheck.Compared> compared(OnnxNetwork before, OnnxNetwork after, Batch batch) {
        List<Prediction> expected = before.predictions(batch);
        List<Prediction> found = after.predictions(batch);
        List<ForwardCheck.Compared> compared = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            ForwardCheck.Compared output = ForwardCheck.compared(found.get(i), expected.get(i));
            if (!output.isEqual()) {
                throw new PipelineException.Permanent(
                        ErrorCode.MODEL_INVALID,
                        "without its zero channels output '%s' would differ by %s; the model stays as it is"
                                .formatted(output.output(), output.difference()));
            }
            compared.add(output);
        }
        return compared;
    }

    /// Milliseconds of both, one after the other, so that other load on the machine meets them alike.
    private static double[][] inTurns(OnnxNetwork before, OnnxNetwork after, Batch batch, int turns) {
        double[][] ms = new double[2][turns];
        for (int turn = -WARM_UP; turn < turns; turn++) {
            double ofBefore = timed(before, batch);
            double ofAfter = timed(after, batch);
            if (turn >= 0) {
                ms[0][turn] = ofBefore;
                ms[1][turn] = ofAfter;
            }
        }
        return ms;
    }

    private static double timed(OnnxNetwork network, Batch batch) {
        long start = System.nanoTime();
        network.predictions(batch);
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
