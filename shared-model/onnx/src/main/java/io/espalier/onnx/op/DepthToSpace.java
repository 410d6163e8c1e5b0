package io.espalier.onnx.op;

/// Channels laid out as squares: `(n, c, h, w)` to `(n, c / s², h · s, w · s)`.
///
/// @param blockSize s, >= 1
/// @param mode      how a channel's index splits into the place in the square and the new channel
public record DepthToSpace(int blockSize, Mode mode) implements Movement {

    /// DCR: depth-column-row, the place varies slowest; CRD: column-row-depth, it varies fastest (pixel shuffle), since
    /// operator set 11.
    public enum Mode {
        DCR,
        CRD
    }

    static DepthToSpace read(Attributes in) {
        String mode = in.text("mode", "DCR");
        if (!mode.equals("DCR") && !mode.equals("CRD")) {
            throw in.refuse("mode", mode, "DCR or CRD");
        }
        return new DepthToSpace(SpaceToDepth.blockSize(in), Mode.valueOf(mode));
    }

    @Override
    public void write(AttributeWriter out) {
        out.always("blocksize", blockSize);
        out.text("mode", mode.name(), "DCR");
    }
}
