package io.espalier.onnx;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;

/// The three ways in which a model file is refused.
public final class Invalid {

    private Invalid() {}

    public static PipelineException notOnnx(String message) {
        return new PipelineException.Permanent(ErrorCode.MODEL_NOT_ONNX, message);
    }

    public static PipelineException model(String message) {
        return new PipelineException.Permanent(ErrorCode.MODEL_INVALID, message);
    }

    public static PipelineException unsupported(String message) {
        return new PipelineException.Permanent(ErrorCode.OPERATOR_UNSUPPORTED, message);
    }
}
