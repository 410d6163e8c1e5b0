package io.espalier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Tensor;
import java.nio.file.Path;
import java.util.Map;

/// Counts blocks in a file with nested loops and nothing of the pruner's: the oracle of the budget.
///
/// @param blocks 8×8 blocks per tap in the demo network's prunable convolutions
/// @param zero   of these, with nothing but +0.0
record BlockCount(int blocks, int zero) {

    /// By hand: 4·36 in stage 1, 72 + 3·144 + 8 in stage 2, 288 + 3·576 + 32 in stage 3.
    private static final int BLOCKS_OF_THE_BUNDLED_MODEL = 2_704;

    /// @throws AssertionError if this is not that model with exactly half of its blocks zero
    void requireHalfOfTheBundledModel() {
        assertThat(blocks).isEqualTo(BLOCKS_OF_THE_BUNDLED_MODEL);
        assertThat(zero).isEqualTo(blocks / 2);
    }

    static BlockCount of(Path file) {
        Graph graph = OnnxFile.read(file);
        int blocks = 0;
        int zero = 0;
        for (Map.Entry<String, Tensor> entry : graph.initializers().entrySet()) {
            boolean prunable =
                    entry.getKey().endsWith(".conv.weight") && !entry.getKey().startsWith("stem");
            if (!prunable) {
                continue;
            }
            long[] shape = entry.getValue().shape();
            float[] weights = entry.getValue().floats();
            for (int out = 0; out < shape[0]; out += 8) {
                for (int in = 0; in < shape[1]; in += 8) {
                    for (int tap = 0; tap < shape[2] * shape[3]; tap++) {
                        blocks++;
                        zero += isZero(weights, shape, out, in, tap) ? 1 : 0;
                    }
                }
            }
        }
        return new BlockCount(blocks, zero);
    }

    private static boolean isZero(float[] weights, long[] shape, int out, int in, int tap) {
        int taps = (int) (shape[2] * shape[3]);
        for (int o = out; o < out + 8; o++) {
            for (int i = in; i < in + 8; i++) {
                int at = (int) ((o * shape[1] + i) * taps) + tap;
                if (Float.floatToRawIntBits(weights[at]) != 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
