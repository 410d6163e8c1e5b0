package io.espalier.onnx.op;

/// Squares laid out as channels, the place in the square varying slowest: `(n, c, h, w)` to
/// `(n, c · s², h / s, w / s)`.
///
/// @param blockSize s, >= 1
public record SpaceToDepth(int blockSize) implements Movement {

    static SpaceToDepth read(Attributes in) {
        return new SpaceToDepth(blockSize(in));
    }

    static int blockSize(Attributes in) {
        int size = Math.toIntExact(in.required("blocksize"));
        if (size < 1) {
            throw in.refuse("blocksize", size, ">= 1");
        }
        return size;
    }

    @Override
    public void write(AttributeWriter out) {
        out.always("blocksize", blockSize);
    }
}
