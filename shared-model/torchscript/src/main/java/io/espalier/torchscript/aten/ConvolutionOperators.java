package io.espalier.torchscript.aten;

import io.espalier.onnx.Dim;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Window;
import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.Value;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Convolutions over any number of spatial axes.
final class ConvolutionOperators {

    private ConvolutionOperators() {}

    static void register(Map<String, Emitter> into) {
        into.put("_convolution", ConvolutionOperators::general);
        into.put("convolution", ConvolutionOperators::general);
        into.put("conv1d", ConvolutionOperators::conv);
        into.put("conv2d", ConvolutionOperators::conv);
        into.put("conv_transpose1d", ConvolutionOperators::transposed);
        into.put("conv_transpose2d", ConvolutionOperators::transposed);
    }

    /// `(x, weight, bias, stride, padding, dilation, transposed, output_padding, groups, …)`.
    private static Value general(Call call) {
        int group = Math.toIntExact(call.integer(8, 1));
        return call.flag(6, false) ? transposed(call, 5, call.integers(7), group) : conv(call, group);
    }

    /// `(x, weight, bias, stride, padding, dilation, groups)`.
    private static Value conv(Call call) {
        return conv(call, Math.toIntExact(call.integer(6, 1)));
    }

    private static Value conv(Call call, int group) {
        Window window = window(call, 5);
        return call.graph().node(new Conv(group, window), call.tensor(0), call.tensor(1), call.optionalTensor(2));
    }

    /// `(x, weight, bias, stride, padding, output_padding, groups, dilation)`.
    private static Value transposed(Call call) {
        return transposed(call, 7, call.integers(5), Math.toIntExact(call.integer(6, 1)));
    }

    private static Value transposed(Call call, int dilation, List<Long> outputPadding, int group) {
        Window window = window(call, dilation);
        List<Long> extra = fill(outputPadding, 0, window.kernel().size());
        ConvTranspose operator = new ConvTranspose(group, window, extra, List.of());
        return call.graph().node(operator, call.tensor(0), call.tensor(1), call.optionalTensor(2));
    }

    private static Window window(Call call, int dilation) {
        List<Long> kernel =
                call.tensor(1).shape().dims().stream().skip(2).map(Dim::size).toList();
        int axes = kernel.size();
        if (call.tensor(0).shape().rank() != axes + 2) {
            throw new Unmapped("an input of shape " + call.tensor(0).shape() + "; it must have a batch axis");
        }
        List<Long> strides = fill(call.integers(3), 1, axes);
        List<Long> dilations = fill(call.integers(dilation), 1, axes);
        return new Window(kernel, strides, dilations, padding(call.value(4), kernel, dilations));
    }

    /// Padding as numbers, or `"same"` and `"valid"`: of an odd number of elements the last one goes to the end.
    private static Padding padding(Value padding, List<Long> kernel, List<Long> dilations) {
        int axes = kernel.size();
        if (padding instanceof Scalar.Text text) {
            if (!text.value().equals("same")) {
                return Padding.none(axes);
            }
            List<Long> totals = IntStream.range(0, axes)
                    .mapToObj(axis -> dilations.get(axis) * (kernel.get(axis) - 1))
                    .toList();
            return new Padding.Explicit(
                    totals.stream().map(total -> total / 2).toList(),
                    totals.stream().map(total -> total - total / 2).toList());
        }
        List<Long> both = fill(padding instanceof Scalar.None ? List.of() : Values.integers(padding), 0, axes);
        return new Padding.Explicit(both, both);
    }

    private static List<Long> fill(List<Long> given, long byDefault, int axes) {
        return given.size() == axes
                ? given
                : Collections.nCopies(axes, given.isEmpty() ? Long.valueOf(byDefault) : given.get(0));
    }
}
