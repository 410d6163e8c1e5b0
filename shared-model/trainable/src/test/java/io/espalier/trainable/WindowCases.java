package io.espalier.trainable;

import static io.espalier.trainable.OperatorCase.onImage;
import static io.espalier.trainable.OperatorCase.ramp;

import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.GlobalMaxPool;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Convolutions and pools.
final class WindowCases {

    private static final Padding EVEN = pads(1, 1, 1, 1);
    private static final Padding UNEVEN = pads(1, 0, 0, 1);
    private static final List<Long> KERNEL = List.of(3L, 2L);
    private static final List<Long> STRIDES = List.of(2L, 1L);
    private static final List<Long> DILATIONS = List.of(1L, 2L);

    private WindowCases() {}

    private static Padding pads(long top, long left, long bottom, long right) {
        return new Padding.Explicit(List.of(top, left), List.of(bottom, right));
    }

    private static Map<String, Padding> paddings() {
        Map<String, Padding> paddings = new LinkedHashMap<>();
        paddings.put("even", EVEN);
        paddings.put("uneven", UNEVEN);
        paddings.put("same upper", new Padding.SameUpper());
        paddings.put("same lower", new Padding.SameLower());
        return paddings;
    }

    private static Window window(Padding padding) {
        return new Window(KERNEL, STRIDES, List.of(), padding);
    }

    /// Not with `SAME_*`: ONNX Runtime refuses it for Conv, and does not count the dilation for pools.
    private static Map<String, Window> dilated() {
        return Map.of(
                "even",
                new Window(KERNEL, STRIDES, DILATIONS, EVEN),
                "uneven",
                new Window(KERNEL, STRIDES, DILATIONS, UNEVEN));
    }

    static List<OperatorCase> convolutions() {
        List<OperatorCase> cases = new ArrayList<>();
        paddings().forEach((name, padding) -> {
            cases.add(onImage("Conv " + name, new Conv(1, window(padding)), ramp(4, 3, 3, 2), ramp(4)));
        });
        dilated()
                .forEach((name, window) ->
                        cases.add(onImage("Conv dilated " + name, new Conv(3, window), ramp(6, 1, 3, 2))));
        Window bare = new Window(List.of(), List.of(), List.of(), new Padding.Explicit(List.of(), List.of()));
        cases.add(onImage("Conv without attributes", new Conv(1, bare), ramp(4, 3, 3, 2)));
        cases.add(onImage("Conv of one axis", new Reshape(false), Tensor.ofVector(0, 3, 49))
                .then(new Conv(1, oneAxis(3, 2, 1)), ramp(4, 3, 3), ramp(4)));
        cases.add(onImage("Conv of three axes", new Reshape(false), Tensor.ofVector(0, 3, 7, 7, 1))
                .then(new Conv(1, threeAxes()), ramp(2, 3, 3, 3, 1)));
        return cases;
    }

    private static Window oneAxis(long kernel, long stride, long pad) {
        return new Window(
                List.of(kernel), List.of(stride), List.of(), new Padding.Explicit(List.of(pad), List.of(pad)));
    }

    private static Window threeAxes() {
        return new Window(
                List.of(3L, 3L, 1L),
                List.of(1L, 2L, 1L),
                List.of(),
                new Padding.Explicit(List.of(1L, 0L, 0L), List.of(1L, 1L, 0L)));
    }

    static List<OperatorCase> transposed() {
        List<OperatorCase> cases = new ArrayList<>();
        Tensor weight = ramp(3, 4, 3, 2);
        paddings()
                .forEach((name, padding) -> cases.add(
                        onImage("ConvTranspose " + name, new ConvTranspose(1, window(padding)), weight, ramp(4))));
        Window grouped = new Window(KERNEL, List.of(2L, 3L), List.of(), EVEN);
        cases.add(onImage("ConvTranspose grouped", new ConvTranspose(3, grouped), ramp(3, 2, 3, 2), ramp(6)));
        Window dilated = new Window(KERNEL, STRIDES, List.of(2L, 2L), UNEVEN);
        cases.add(onImage("ConvTranspose dilated", new ConvTranspose(1, dilated), weight));
        ConvTranspose added = new ConvTranspose(1, grouped, List.of(1L, 2L), List.of());
        cases.add(onImage("ConvTranspose output padding", added, weight, ramp(4)));
        ConvTranspose addedUneven = new ConvTranspose(
                1, new Window(KERNEL, List.of(2L, 3L), List.of(), UNEVEN), List.of(1L, 1L), List.of());
        cases.add(onImage("ConvTranspose output padding uneven", addedUneven, weight, ramp(4)));
        ConvTranspose stated = new ConvTranspose(1, grouped, List.of(), List.of(14L, 20L));
        cases.add(onImage("ConvTranspose output shape", stated, weight, ramp(4)));
        ConvTranspose upper = new ConvTranspose(
                1,
                new Window(KERNEL, List.of(2L, 3L), List.of(), new Padding.SameUpper()),
                List.of(),
                List.of(13L, 19L));
        cases.add(onImage("ConvTranspose output shape upper", upper, weight, ramp(4)));
        cases.add(onImage("ConvTranspose cropped much", new ConvTranspose(1, cropped()), weight, ramp(4)));
        cases.add(onImage("ConvTranspose of one axis", new Reshape(false), Tensor.ofVector(0, 3, 49))
                .then(new ConvTranspose(1, oneAxis(4, 2, 1)), ramp(3, 2, 4), ramp(2)));
        return cases;
    }

    /// More is cut at the beginning than at the end.
    private static Window cropped() {
        return new Window(KERNEL, List.of(2L, 2L), List.of(), pads(3, 2, 0, 1));
    }

    static List<OperatorCase> maxima() {
        List<OperatorCase> cases = new ArrayList<>();
        paddings().forEach((name, padding) -> {
            cases.add(onImage("MaxPool " + name, new MaxPool(window(padding), false, 0)));
        });
        dilated()
                .forEach(
                        (name, window) -> cases.add(onImage("MaxPool dilated " + name, new MaxPool(window, false, 0))));
        for (long stride = 2; stride <= 4; stride++) {
            cases.add(onImage("MaxPool ceil even " + stride, new MaxPool(strided(stride, EVEN), true, 0)));
            cases.add(onImage("MaxPool ceil uneven " + stride, new MaxPool(strided(stride, UNEVEN), true, 0)));
        }
        cases.add(onImage("MaxPool padded by more than half", new MaxPool(strided(2, pads(2, 2, 2, 2)), false, 0)));
        cases.add(onImage("MaxPool of one axis", new Reshape(false), Tensor.ofVector(0, 3, 49))
                .then(new MaxPool(oneAxis(3, 2, 1), false, 0)));
        cases.add(onImage("GlobalMaxPool", new GlobalMaxPool()));
        return cases;
    }

    private static Window strided(long stride, Padding padding) {
        return new Window(List.of(3L, 3L), List.of(stride, stride), List.of(), padding);
    }

    static List<OperatorCase> means() {
        List<OperatorCase> cases = new ArrayList<>();
        for (boolean counted : new boolean[] {false, true}) {
            String pad = counted ? " counting padding " : " ";
            paddings().forEach((name, padding) -> {
                cases.add(onImage("AveragePool" + pad + name, new AveragePool(window(padding), false, counted)));
            });
            dilated()
                    .forEach((name, window) -> cases.add(
                            onImage("AveragePool dilated" + pad + name, new AveragePool(window, false, counted))));
            for (long stride = 2; stride <= 4; stride++) {
                Window even = strided(stride, EVEN);
                Window uneven = strided(stride, UNEVEN);
                cases.add(onImage("AveragePool ceil even" + pad + stride, new AveragePool(even, true, counted)));
                cases.add(onImage("AveragePool ceil uneven" + pad + stride, new AveragePool(uneven, true, counted)));
            }
        }
        cases.add(onImage("GlobalAveragePool", new GlobalAveragePool()));
        return cases;
    }
}
