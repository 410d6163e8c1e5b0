package io.espalier.npu.calibration.network;

import io.espalier.onnx.Graph;
import java.util.function.Supplier;

/// A published network at a published image size.
///
/// @param name        as measurement files name it
/// @param extent      height and width of the image
/// @param parameters  learned values, as its source counts them
/// @param gigaMacs    10⁹ multiply-accumulates for one image, as its source rounds them; 0 if it gives none
/// @param source      of the definition and of the count
/// @param description written down when asked for, since some are large
public record Network(
        String name, int extent, long parameters, double gigaMacs, String source, Supplier<Definition> description) {

    /// @param graph      weights are zeros
    /// @param parameters learned values in it, those of folded normalisations too
    public record Definition(Graph graph, long parameters) {}

    public Graph graph() {
        return description.get().graph();
    }
}
