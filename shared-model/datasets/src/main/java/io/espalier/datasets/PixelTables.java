package io.espalier.datasets;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Preprocessing;

/// Preprocessing of 8-bit pixels as one table per channel: `table[c][p] = (p * scale - mean[c]) / std[c]`.
///
/// Computed in double and rounded once to float, so every value is within half a unit in the last place.
final class PixelTables {

    private static final int LEVELS = 256;

    private PixelTables() {}

    /// @return shape `(channels, 256)`
    /// @throws PipelineException.Permanent `SPEC_INVALID` if mean and std are not per channel
    static float[][] of(Preprocessing preprocessing, int channels) {
        if (preprocessing.mean().size() != channels) {
            throw new PipelineException.Permanent(
                    ErrorCode.SPEC_INVALID,
                    "data.preprocessing.mean must have " + channels + " values, one per channel, was "
                            + preprocessing.mean());
        }
        float[][] tables = new float[channels][LEVELS];
        for (int c = 0; c < channels; c++) {
            double mean = preprocessing.mean().get(c);
            double std = preprocessing.std().get(c);
            for (int p = 0; p < LEVELS; p++) {
                tables[c][p] = (float) ((p * preprocessing.scale() - mean) / std);
            }
        }
        return tables;
    }
}
