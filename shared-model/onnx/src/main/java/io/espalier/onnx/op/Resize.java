package io.espalier.onnx.op;

import java.util.List;

/// Samples x on another grid; inputs `x, roi?, scales?, sizes?`, of the last two exactly one. Output extent =
/// floor(input · scale), or the size.
///
/// @param mode            how elements between the samples are found
/// @param coordinates     which place of the input an output element stands for
/// @param rounding        for NEAREST: which neighbour counts
/// @param cubicCoeff      a of the cubic kernel; -0.75 by default
/// @param excludeOutside  weights of places outside the input are 0, the others scaled up; false by default
/// @param extrapolation   value outside the input for TF_CROP_AND_RESIZE; 0 by default
/// @param antialias       the kernel is stretched when the output is smaller; since operator set 18
/// @param axes            that scales, sizes and roi speak of; empty = all; since operator set 18
/// @param aspectRatio     how sizes are read; since operator set 18
public record Resize(
        Mode mode,
        Coordinates coordinates,
        Rounding rounding,
        float cubicCoeff,
        boolean excludeOutside,
        float extrapolation,
        boolean antialias,
        List<Integer> axes,
        AspectRatio aspectRatio)
        implements Operator {

    public enum Mode {
        NEAREST,
        LINEAR,
        CUBIC
    }

    /// With scale s, output index i and extents `in`, `out`.
    public enum Coordinates {
        /// (i + 0.5) / s - 0.5.
        HALF_PIXEL,
        /// As HALF_PIXEL, shifted so that the image stays centred where `in · s` is no integer; since operator set 19.
        HALF_PIXEL_SYMMETRIC,
        /// As HALF_PIXEL, but 0 where `out` is 1.
        PYTORCH_HALF_PIXEL,
        /// i · (in - 1) / (out - 1).
        ALIGN_CORNERS,
        /// i / s.
        ASYMMETRIC,
        /// (i + 0.5) / s; operator sets 11 and 12 only.
        TF_HALF_PIXEL_FOR_NN,
        /// Within the region of interest.
        TF_CROP_AND_RESIZE
    }

    public enum Rounding {
        ROUND_PREFER_FLOOR,
        ROUND_PREFER_CEIL,
        FLOOR,
        CEIL
    }

    /// STRETCH: sizes as they are; NOT_LARGER, NOT_SMALLER: one scale for all axes, so that no extent exceeds, or falls
    /// short of, its size.
    public enum AspectRatio {
        STRETCH,
        NOT_LARGER,
        NOT_SMALLER
    }

    private static final float CUBIC = -0.75f;

    public Resize {
        axes = List.copyOf(axes);
    }

    /// A resize of all axes that differs from the defaults in these three only.
    public Resize(Mode mode, Coordinates coordinates, Rounding rounding) {
        this(mode, coordinates, rounding, CUBIC, false, 0, false, List.of(), AspectRatio.STRETCH);
    }

    static Resize read(Attributes in) {
        return new Resize(
                in.choice("mode", Mode.NEAREST),
                in.choice("coordinate_transformation_mode", Coordinates.HALF_PIXEL),
                in.choice("nearest_mode", Rounding.ROUND_PREFER_FLOOR),
                in.real("cubic_coeff_a", CUBIC),
                in.flag("exclude_outside", false),
                in.real("extrapolation_value", 0),
                in.flag("antialias", false),
                in.numbers("axes"),
                in.choice("keep_aspect_ratio_policy", AspectRatio.STRETCH));
    }

    @Override
    public void write(AttributeWriter out) {
        out.choice("mode", mode, Mode.NEAREST);
        out.choice("coordinate_transformation_mode", coordinates, Coordinates.HALF_PIXEL);
        out.choice("nearest_mode", rounding, Rounding.ROUND_PREFER_FLOOR);
        out.real("cubic_coeff_a", cubicCoeff, CUBIC);
        out.flag("exclude_outside", excludeOutside, false);
        out.real("extrapolation_value", extrapolation, 0);
        out.flag("antialias", antialias, false);
        out.integers("axes", axes);
        out.choice("keep_aspect_ratio_policy", aspectRatio, AspectRatio.STRETCH);
    }
}
