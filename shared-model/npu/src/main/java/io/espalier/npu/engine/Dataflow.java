package io.espalier.npu.engine;

/// Which operand of a matrix product stays in the processing elements while the others move.
///
/// Source: SCALE-Sim v3.0.0, `topology_utils.py`, `calc_spatio_temporal_params`.
public enum Dataflow {
    /// Sums stay: outputs lie over the rows, filters over the columns, `K` steps run in time.
    OUTPUT_STATIONARY,
    /// Weights stay: `K` lies over the rows, filters over the columns, outputs stream by.
    WEIGHT_STATIONARY,
    /// Activations stay: `K` lies over the rows, outputs over the columns, filters stream by.
    INPUT_STATIONARY;

    /// Lays one repeat of a product out in space and time.
    public Mapping map(Gemm gemm) {
        return switch (this) {
            case OUTPUT_STATIONARY -> new Mapping(gemm.m(), gemm.n(), gemm.k());
            case WEIGHT_STATIONARY -> new Mapping(gemm.k(), gemm.n(), gemm.m());
            case INPUT_STATIONARY -> new Mapping(gemm.k(), gemm.m(), gemm.n());
        };
    }

    /// @param rows    extent that is laid over the array's rows (`Sr`)
    /// @param columns extent that is laid over the array's columns (`Sc`)
    /// @param steps   extent that runs in time (`T`)
    public record Mapping(long rows, long columns, long steps) {}
}
