package io.espalier.trainable;

import static io.espalier.trainable.OperatorCase.IMAGE;
import static io.espalier.trainable.OperatorCase.on;

import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Resize.AspectRatio;
import io.espalier.onnx.op.Resize.Coordinates;
import io.espalier.onnx.op.Resize.Mode;
import io.espalier.onnx.op.Resize.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Every way of sampling images on another grid.
final class ResizeCases {

    private static final float CUBIC = -0.75f;

    private static final List<Coordinates> COORDINATES = List.of(
            Coordinates.HALF_PIXEL,
            Coordinates.HALF_PIXEL_SYMMETRIC,
            Coordinates.PYTORCH_HALF_PIXEL,
            Coordinates.ALIGN_CORNERS,
            Coordinates.ASYMMETRIC);

    private ResizeCases() {}

    static List<OperatorCase> nearest() {
        List<OperatorCase> cases = new ArrayList<>();
        for (Coordinates coordinates : COORDINATES) {
            for (Rounding rounding : Rounding.values()) {
                Resize resize = new Resize(Mode.NEAREST, coordinates, rounding);
                cases.add(scaled(resize, 2, 2));
                cases.add(scaled(resize, 1.7f, 0.6f));
                cases.add(scaled(resize, 1.1f, 1.05f));
                cases.add(sized(resize, 10, 4));
            }
        }
        return cases;
    }

    static List<OperatorCase> interpolated() {
        List<OperatorCase> cases = new ArrayList<>();
        for (Coordinates coordinates : COORDINATES) {
            for (Mode mode : List.of(Mode.LINEAR, Mode.CUBIC)) {
                Resize resize = new Resize(mode, coordinates, Rounding.FLOOR);
                cases.add(scaled(resize, 2, 3));
                cases.add(scaled(resize, 1.7f, 0.6f));
                cases.add(sized(resize, 10, 4));
                cases.add(scaled(resize, 1.1f, 1.05f));
                cases.add(sized(resize, 1, 12));
            }
            cases.add(scaled(cubic(coordinates, -0.5f, false), 1.7f, 0.6f));
            cases.add(scaled(cubic(coordinates, CUBIC, true), 1.7f, 0.6f));
        }
        return cases;
    }

    private static Resize cubic(Coordinates coordinates, float coefficient, boolean excludeOutside) {
        return new Resize(
                Mode.CUBIC,
                coordinates,
                Rounding.FLOOR,
                coefficient,
                excludeOutside,
                0,
                false,
                List.of(),
                AspectRatio.STRETCH);
    }

    static List<OperatorCase> regions() {
        List<OperatorCase> cases = new ArrayList<>();
        Tensor inside = Tensor.ofFloats(new long[] {4}, 0.1f, 0.2f, 0.8f, 0.7f);
        Tensor beyond = Tensor.ofFloats(new long[] {4}, -0.3f, 0.2f, 0.8f, 1.4f);
        for (Mode mode : Mode.values()) {
            Resize crop = new Resize(
                    mode,
                    Coordinates.TF_CROP_AND_RESIZE,
                    Rounding.ROUND_PREFER_FLOOR,
                    CUBIC,
                    false,
                    2.5f,
                    false,
                    List.of(2, 3),
                    AspectRatio.STRETCH);
            cases.add(region(crop, "inside", inside));
            cases.add(region(crop, "beyond", beyond));
            cases.add(on(
                    "Resize " + mode + " of a region to the same extents",
                    crop,
                    List.of(IMAGE, "roi", "", "sizes"),
                    Map.of("roi", beyond, "sizes", Tensor.ofVector(7, 7))));
        }
        return cases;
    }

    private static OperatorCase region(Resize crop, String what, Tensor region) {
        return on(
                "Resize " + crop.mode() + " of a region " + what,
                crop,
                List.of(IMAGE, "roi", "", "sizes"),
                Map.of("roi", region, "sizes", Tensor.ofVector(5, 9)));
    }

    /// Sizes that name some axes only, and keep the images' proportions.
    static List<OperatorCase> proportions() {
        List<OperatorCase> cases = new ArrayList<>();
        for (AspectRatio ratio : AspectRatio.values()) {
            for (Mode mode : List.of(Mode.NEAREST, Mode.LINEAR)) {
                Resize resize = new Resize(
                        mode,
                        Coordinates.HALF_PIXEL,
                        Rounding.ROUND_PREFER_FLOOR,
                        CUBIC,
                        false,
                        0,
                        false,
                        List.of(3, 2),
                        ratio);
                String name = "Resize " + mode + " " + ratio.name().toLowerCase(Locale.ROOT);
                cases.add(on(name, resize, List.of(IMAGE, "", "", "sizes"), Map.of("sizes", Tensor.ofVector(12, 9))));
            }
        }
        return cases;
    }

    private static OperatorCase scaled(Resize resize, float height, float width) {
        Tensor scales = Tensor.ofFloats(new long[] {4}, 1, 1, height, width);
        return on(
                name(resize) + " by " + height + " " + width,
                resize,
                List.of(IMAGE, "", "scales"),
                Map.of("scales", scales));
    }

    /// Of height and width, by a region of other axes: the batch's size is not stated.
    private static OperatorCase sized(Resize resize, long height, long width) {
        Resize spatial = new Resize(
                resize.mode(),
                resize.coordinates(),
                resize.rounding(),
                resize.cubicCoeff(),
                resize.excludeOutside(),
                resize.extrapolation(),
                false,
                List.of(2, 3),
                AspectRatio.STRETCH);
        Tensor sizes = Tensor.ofVector(height, width);
        return on(
                name(resize) + " to " + height + " " + width,
                spatial,
                List.of(IMAGE, "", "", "sizes"),
                Map.of("sizes", sizes));
    }

    private static String name(Resize resize) {
        return "Resize %s %s %s a=%s%s"
                .formatted(
                        resize.mode(),
                        resize.coordinates(),
                        resize.rounding(),
                        resize.cubicCoeff(),
                        resize.excludeOutside() ? " inside only" : "");
    }
}
