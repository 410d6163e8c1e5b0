package io.espalier.contracts;

/// A failure the pipeline knows by name.
///
/// The message states the condition, the offending value and what was allowed; it is shown to users as it is.
public abstract sealed class PipelineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    private PipelineException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    private PipelineException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /// Retrying cannot help: the input is wrong or unsupported. The run ends.
    public static final class Permanent extends PipelineException {

        private static final long serialVersionUID = 1L;

        public Permanent(ErrorCode code, String message) {
            super(code, message);
        }

        public Permanent(ErrorCode code, String message, Throwable cause) {
            super(code, message, cause);
        }
    }

    /// Retrying may help: a dependency was unavailable. The record is delivered again.
    public static final class Transient extends PipelineException {

        private static final long serialVersionUID = 1L;

        public Transient(ErrorCode code, String message) {
            super(code, message);
        }

        public Transient(ErrorCode code, String message, Throwable cause) {
            super(code, message, cause);
        }
    }
}
