package io.espalier.cli.sample;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.Dim;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ValueInfo;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Extent of images, where it is another one than the file's, as `64x64`.
///
/// @param height rows of pixels
/// @param width  columns of pixels
public record ImageExtent(int height, int width) {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3})[x×]([1-9][0-9]{0,3})");

    /// @throws PipelineException.Permanent `REQUEST_INVALID`
    public static ImageExtent parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID, "--image must be HEIGHTxWIDTH, such as 64x64, was '" + text + "'");
        }
        return new ImageExtent(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /// The graph with this extent as its input's; what a file declares about values inside is dropped.
    ///
    /// @throws PipelineException.Permanent `MODEL_INVALID` if the input is no batch of images
    public Graph of(Graph graph) {
        ValueInfo input = graph.inputs().getFirst();
        if (input.shape().rank() != 4) {
            throw new PipelineException.Permanent(
                    ErrorCode.MODEL_INVALID, "--image needs an input (batch, channels, height, width), is " + input);
        }
        Shape shape = new Shape(
                List.of(input.shape().dim(0), input.shape().dim(1), new Dim.Fixed(height), new Dim.Fixed(width)));
        ValueInfo resized = new ValueInfo(input.name(), input.type(), shape, input.docString());
        return new Graph(
                graph.name(), List.of(resized), graph.outputs(), graph.nodes(), graph.initializers(), graph.header());
    }
}
