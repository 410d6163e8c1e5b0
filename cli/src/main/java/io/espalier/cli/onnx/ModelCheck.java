package io.espalier.cli.onnx;

import io.espalier.cli.sample.ImageExtent;
import io.espalier.cli.sample.RandomImages;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelSummary;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ValueInfo;
import io.espalier.runs.ForwardCheck;
import io.espalier.torchscript.TorchScriptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a file and compares what both engines make of it.
///
/// @param extent  of the images; null = as the file says
/// @param batches sizes that are compared; none = nothing is
/// @param threads of both engines
record ModelCheck(@Nullable ImageExtent extent, List<Integer> batches, int threads) {

    private static final long SEED = 1;

    /// Of images for TorchScript files.
    private static final int CHANNELS = 3;

    /// @param model     name of the file
    /// @param opset     of the file
    /// @param operators how often each occurs in the file
    /// @param inputs    `image (batch, 3, 32, 32)`
    /// @param outputs   the same
    /// @param macs      multiply-accumulates for one image; null if the size of the images is open
    /// @param layers    of the training form
    /// @param forward   outputs compared, each once a batch size
    /// @param error     why the file is refused; null if it is not
    /// @param message   of the error
    record Report(
            String model,
            long opset,
            Map<String, Integer> operators,
            List<String> inputs,
            List<String> outputs,
            long parameters,
            @Nullable Long macs,
            List<Layer> layers,
            List<ForwardCheck.Compared> forward,
            @Nullable ErrorCode error,
            @Nullable String message) {

        boolean isSound() {
            return error == null && forward.stream().allMatch(ForwardCheck.Compared::isEqual);
        }
    }

    /// @param output     shape for one image
    /// @param parameters elements of its weights
    /// @param macs       multiply-accumulates for one image; null if the size of the images is open
    record Layer(
            String name,
            String operator,
            String output,
            long parameters,
            @Nullable Long macs) {}

    /// A file that a run would refuse has a report with the error.
    ///
    /// @throws IOException if the file cannot be read
    Report of(Path model) throws IOException {
        String name = String.valueOf(model.getFileName());
        try {
            byte[] bytes = Files.readAllBytes(model);
            Graph file = TorchScriptFile.isTorchScript(bytes) ? translated(bytes) : OnnxFile.read(model);
            Graph graph = extent == null ? file : extent.of(file);
            List<Batch> images = batches.stream()
                    .map(size -> RandomImages.unlabelled(graph, size, SEED))
                    .toList();
            List<ForwardCheck.Compared> forward = ForwardCheck.of(graph, runnable(graph, bytes), images, threads);
            return report(name, ModelSummary.of(graph), forward);
        } catch (PipelineException e) {
            return new Report(
                    name, 0, Map.of(), List.of(), List.of(), 0, null, List.of(), List.of(), e.code(), e.getMessage());
        }
    }

    /// The ONNX graph that ingest would make of a TorchScript file.
    ///
    /// @throws PipelineException.Permanent `REQUEST_INVALID` without an extent, which such a file does not have
    private Graph translated(byte[] torchScript) {
        if (extent == null) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID,
                    "a TorchScript file does not say how large its images are; give --image HEIGHTxWIDTH");
        }
        long[] shape = {-1, CHANNELS, extent.height(), extent.width()};
        return TorchScriptFile.read(torchScript, "image", shape);
    }

    /// What ONNX Runtime is given: the file's own bytes, so that a reading mistake shows; written back only if another
    /// extent is asked for, or the weights lie in files beside it.
    private byte[] runnable(Graph graph, byte[] file) {
        return extent == null && isWhole(file) ? file : OnnxFile.write(graph);
    }

    private static boolean isWhole(byte[] file) {
        try {
            OnnxFile.read(file);
            return true;
        } catch (PipelineException weightsElsewhere) {
            return false;
        }
    }

    private static Report report(String name, ModelSummary summary, List<ForwardCheck.Compared> forward) {
        List<Layer> layers = new ArrayList<>();
        summary.layers()
                .forEach(layer -> layers.add(new Layer(
                        layer.name(), layer.operator(), text(layer.output()), layer.parameters(), layer.macs())));
        return new Report(
                name,
                summary.opset(),
                summary.operators(),
                summary.inputs().stream().map(ModelCheck::text).toList(),
                summary.outputs().stream().map(ModelCheck::text).toList(),
                summary.parameters(),
                summary.isSized() ? Long.valueOf(summary.macs()) : null,
                layers,
                forward,
                null,
                null);
    }

    private static String text(ValueInfo value) {
        return value.name() + " " + text(value.shape());
    }

    private static String text(Shape shape) {
        return shape.toString();
    }
}
