package io.espalier.torchscript.aten;

import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.GroupNormalization;
import io.espalier.onnx.op.InstanceNormalization;
import io.espalier.onnx.op.LayerNormalization;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.Arrays;
import java.util.Map;

/// Normalisations, and what is left of dropout in evaluation: nothing.
final class NormalizationOperators {

    /// Operator set since which scale and bias of GroupNormalization are one a channel, as in PyTorch.
    private static final int PER_CHANNEL_SINCE = 21;

    private NormalizationOperators() {}

    static void register(Map<String, Emitter> into) {
        into.put("batch_norm", NormalizationOperators::batch);
        into.put("layer_norm", NormalizationOperators::layer);
        into.put("group_norm", NormalizationOperators::group);
        into.put("instance_norm", NormalizationOperators::instance);
        into.put("dropout", call -> call.value(0));
        into.put("feature_dropout", call -> call.value(0));
        into.put("alpha_dropout", call -> call.value(0));
    }

    /// `(x, weight, bias, running_mean, running_var, training, momentum, eps, cudnn)`; the file is read for
    /// evaluation, so the training flag does not count. It stays a node of its own: its scale and bias can be
    /// trained.
    private static Value batch(Call call) {
        if (call.isNone(3) || call.isNone(4)) {
            throw new Unmapped("without running statistics");
        }
        Symbol mean = call.tensor(3);
        int channels = Math.toIntExact(mean.shape().dim(0).size());
        BatchNormalization operator =
                new BatchNormalization((float) call.real(7, 1e-5), 1 - (float) call.real(6, 0.1), false);
        return call.graph()
                .node(
                        operator,
                        call.tensor(0),
                        parameter(call, 1, channels, 1),
                        parameter(call, 2, channels, 0),
                        mean,
                        call.tensor(4));
    }

    /// `(x, normalized_shape, weight, bias, eps)`.
    private static Value layer(Call call) {
        int axes = call.integers(1).size();
        Symbol scale = call.isNone(2)
                ? filled(
                        call,
                        1,
                        call.integers(1).stream().mapToLong(Long::longValue).toArray())
                : call.tensor(2);
        return call.graph()
                .node(
                        new LayerNormalization(-axes, (float) call.real(4, 1e-5)),
                        call.tensor(0),
                        scale,
                        call.optionalTensor(3));
    }

    /// `(x, groups, weight, bias, eps)`.
    private static Value group(Call call) {
        int channels = channels(call);
        call.graph().requires(PER_CHANNEL_SINCE);
        int groups = Math.toIntExact(call.integer(1, 1));
        return call.graph()
                .node(
                        new GroupNormalization(groups, (float) call.real(4, 1e-5), 1, false),
                        call.tensor(0),
                        parameter(call, 2, channels, 1),
                        parameter(call, 3, channels, 0));
    }

    /// `(x, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, cudnn)`.
    private static Value instance(Call call) {
        if (!call.flag(5, true)) {
            throw new Unmapped("with running statistics");
        }
        int channels = channels(call);
        return call.graph()
                .node(
                        new InstanceNormalization((float) call.real(7, 1e-5)),
                        call.tensor(0),
                        parameter(call, 1, channels, 1),
                        parameter(call, 2, channels, 0));
    }

    private static int channels(Call call) {
        return Math.toIntExact(call.tensor(0).shape().dim(1).size());
    }

    private static Symbol parameter(Call call, int position, int channels, float byDefault) {
        return call.isNone(position) ? filled(call, byDefault, channels) : call.tensor(position);
    }

    private static Symbol filled(Call call, float value, long... shape) {
        float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
        Arrays.fill(values, value);
        return call.graph().constant(Tensor.ofFloats(shape, values));
    }
}
