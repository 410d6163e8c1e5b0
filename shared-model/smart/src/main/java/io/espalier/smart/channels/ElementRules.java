package io.espalier.smart.channels;

import io.espalier.onnx.Dim;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Broadcast;
import io.espalier.onnx.op.Celu;
import io.espalier.onnx.op.Clip;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.Div;
import io.espalier.onnx.op.Elu;
import io.espalier.onnx.op.Gelu;
import io.espalier.onnx.op.HardSigmoid;
import io.espalier.onnx.op.HardSwish;
import io.espalier.onnx.op.LeakyRelu;
import io.espalier.onnx.op.Logical;
import io.espalier.onnx.op.Mod;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.PRelu;
import io.espalier.onnx.op.Pow;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Selu;
import io.espalier.onnx.op.Sigmoid;
import io.espalier.onnx.op.Sub;
import io.espalier.onnx.op.Unary;
import io.espalier.onnx.op.Variadic;
import io.espalier.onnx.op.Where;
import io.espalier.smart.channels.ChannelSlice.Role;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Element-wise operators: they tie the channels that meet in them, and say whether zeros stay zeros.
final class ElementRules {

    private final Trace trace;

    ElementRules(Trace trace) {
        this.trace = trace;
    }

    void activation(Activation activation, Node node) {
        trace.pinFrom(node, 1);
        trace.flow(node, 0).ifPresent(flow -> {
            if (activation instanceof PRelu
                    && !accompanies(node, 1, flow, trace.shape(node, 0).rank())) {
                trace.pin(node, 0);
            } else {
                trace.put(node, flow.through(keepsZero(activation, node)));
            }
        });
    }

    private boolean keepsZero(Activation activation, Node node) {
        return switch (activation) {
            case Relu ignored -> true;
            case LeakyRelu ignored -> true;
            case PRelu ignored -> true;
            case Elu ignored -> true;
            case Selu ignored -> true;
            case Celu ignored -> true;
            case Gelu ignored -> true;
            case HardSwish ignored -> true;
            case Sigmoid ignored -> false;
            case HardSigmoid sigmoid -> sigmoid.beta() <= 0;
            case Clip ignored -> isBound(node, 1, -1) && isBound(node, 2, 1);
            case Unary unary -> keepsZero(unary.function());
        };
    }

    private static boolean keepsZero(Unary.Function function) {
        return switch (function) {
            case ABS, CEIL, ERF, FLOOR, MISH, NEG, ROUND, SIGN, SIN, SOFTSIGN, SQRT, TANH -> true;
            case COS, EXP, LOG, NOT, RECIPROCAL, SOFTPLUS -> false;
        };
    }

    /// A bound that leaves 0 as it is: none, or a constant on the side of `sign`.
    private boolean isBound(Node node, int position, int sign) {
        return !node.hasInput(position)
                || trace.constant(node, position)
                        .filter(bound -> bound.floats()[0] * sign >= 0)
                        .isPresent();
    }

    void broadcast(Broadcast operator, Node node) {
        Optional<Flow> widest = widest(node);
        if (widest.isEmpty()) {
            return;
        }
        int rank = trace.shape(node.output()).rank();
        if (!meets(node, widest.get(), rank)) {
            trace.pinFrom(node, 0);
            return;
        }
        Flow flow = widest.get();
        boolean[] live = new boolean[flow.extent()];
        for (int i = 0; i < live.length; i++) {
            live[i] = !isZero(operator, node, flow.extent(), i);
        }
        trace.put(node, flow.withLive(live));
    }

    /// The flow with most channels, with its axis counted in the result.
    private Optional<Flow> widest(Node node) {
        int rank = trace.shape(node.output()).rank();
        Flow widest = null;
        for (int position = 0; position < node.inputs().size(); position++) {
            Flow flow = trace.flow(node, position).orElse(null);
            if (flow != null && (widest == null || flow.extent() > widest.extent())) {
                widest = flow.onAxis(
                        flow.axis() + rank - trace.shape(node, position).rank());
            }
        }
        return Optional.ofNullable(widest);
    }

    /// Ties all operands' channels; false if they lie along different axes or one can not be narrowed.
    private boolean meets(Node node, Flow widest, int rank) {
        boolean meets = true;
        for (int position = 0; position < node.inputs().size(); position++) {
            Optional<Flow> flow = trace.flow(node, position);
            if (flow.isEmpty()) {
                meets &= accompanies(node, position, widest, rank);
            } else if (flow.get().axis() + rank - trace.shape(node, position).rank() != widest.axis()) {
                meets = false;
            } else if (flow.get().extent() == widest.extent()) {
                trace.tie(widest.ids(), flow.get().ids());
            } else {
                trace.pin(flow.get().ids());
            }
        }
        return meets;
    }

    /// An operand without channels of its own: one element for all of them, or a constant that is narrowed with
    /// them.
    private boolean accompanies(Node node, int position, Flow flow, int rank) {
        Shape shape = trace.shape(node, position);
        int axis = flow.axis() - rank + shape.rank();
        if (axis < 0 || shape.dim(axis).equals(Dim.of(1))) {
            return true;
        }
        OptionalInt extent = trace.extent(shape, axis);
        boolean narrowed =
                trace.constant(node, position).isPresent() && extent.isPresent() && extent.getAsInt() == flow.extent();
        if (narrowed) {
            trace.slice(node, position, axis, flow.ids(), Role.ACCOMPANIES);
        }
        return narrowed;
    }

    /// Whether the result is 0 at channel `i` where that channel is removed.
    private boolean isZero(Broadcast operator, Node node, int channels, int i) {
        return switch (operator) {
            case Mul ignored -> operands(node).anyMatch(position -> isZero(node, position, channels, i));
            case Add ignored -> operands(node).allMatch(position -> isZero(node, position, channels, i));
            case Sub ignored -> operands(node).allMatch(position -> isZero(node, position, channels, i));
            case Variadic ignored -> operands(node).allMatch(position -> isZero(node, position, channels, i));
            case Div ignored -> isZero(node, 0, channels, i) && isAbove(node, 1, false);
            case Pow ignored -> isZero(node, 0, channels, i) && isAbove(node, 1, true);
            case Mod ignored -> false;
            case Comparison ignored -> false;
            case Logical ignored -> false;
            case Where ignored -> false;
        };
    }

    private static IntStream operands(Node node) {
        return IntStream.range(0, node.inputs().size());
    }

    private boolean isZero(Node node, int position, int channels, int i) {
        Optional<Flow> flow = trace.flow(node, position);
        if (flow.isPresent()) {
            return flow.get().extent() == channels && !flow.get().live()[i];
        }
        return trace.constant(node, position)
                .filter(tensor -> tensor.type().isFloating() && all(tensor, 0, 0))
                .isPresent();
    }

    /// A constant above 0, or (`false`) only other than 0.
    private boolean isAbove(Node node, int position, boolean positive) {
        return trace.constant(node, position)
                .filter(tensor -> tensor.type().isFloating())
                .filter(tensor -> positive ? all(tensor, Float.MIN_VALUE, Float.MAX_VALUE) : !has(tensor, 0))
                .isPresent();
    }

    private static boolean all(Tensor tensor, float least, float most) {
        for (float value : tensor.floats()) {
            if (!(value >= least && value <= most)) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(Tensor tensor, float wanted) {
        for (float value : tensor.floats()) {
            if (value == wanted) {
                return true;
            }
        }
        return false;
    }
}
