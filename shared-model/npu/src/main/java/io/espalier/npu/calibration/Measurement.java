package io.espalier.npu.calibration;

/// One network, timed on a device.
///
/// @param network      a name in [io.espalier.npu.calibration.network.Networks], or the path of an ONNX file
/// @param device       profile name, or any name if a profile is chosen otherwise
/// @param milliseconds for one image, > 0
/// @param source       who measured it, how
public record Measurement(String network, String device, double milliseconds, String source) {

    public Measurement {
        if (!(milliseconds > 0) || Double.isInfinite(milliseconds)) {
            throw new IllegalArgumentException("ms must be more than 0 and finite, was " + milliseconds);
        }
    }
}
