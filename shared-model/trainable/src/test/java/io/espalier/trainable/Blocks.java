package io.espalier.trainable;

import io.espalier.onnx.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Blocks of the tiny network, and which factor belongs to which element, written out from the definition.
final class Blocks {

    /// 5 × 5 channels in tiles of 2 × 3, ragged at both edges; a weight by channels; one fully connected, 4 × 5.
    static final List<BlockFactor> FACTORS =
            List.of(new BlockFactor("c2.w", 2, 3), new BlockFactor("c1.w", 1, 0), new BlockFactor("fc.w", 3, 2));

    static final int COUNT = 3 * 2 * 9 + 5 + 2 * 3;

    private Blocks() {}

    /// Factors between 0.2 and 1.2, all different.
    static float[] factors() {
        SplittableRandom random = new SplittableRandom(11);
        float[] factors = new float[COUNT];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = 0.2f + (float) random.nextDouble();
        }
        return factors;
    }

    /// For each weight with factors, the position of each element's factor among all factors.
    static Map<String, int[]> cells(Graph graph) {
        Map<String, int[]> cells = new LinkedHashMap<>();
        int offset = 0;
        for (BlockFactor factor : FACTORS) {
            long[] shape = graph.constant(factor.parameter()).orElseThrow().shape();
            int taps = shape.length == 4 ? (int) (shape[2] * shape[3]) : 1;
            int[] own = new int[(int) (shape[0] * shape[1]) * taps];
            int last = 0;
            for (int i = 0; i < own.length; i++) {
                int out = i / (taps * (int) shape[1]);
                int in = i / taps % (int) shape[1];
                own[i] = offset + cell(factor, (int) shape[1], taps, out, in, i % taps);
                last = Math.max(last, own[i]);
            }
            cells.put(factor.parameter(), own);
            offset = last + 1;
        }
        return cells;
    }

    private static int cell(BlockFactor factor, int inputs, int taps, int out, int in, int tap) {
        if (factor.blockIn() == 0) {
            return out;
        }
        int columns = (inputs + factor.blockIn() - 1) / factor.blockIn();
        return (out / factor.blockOut() * columns + in / factor.blockIn()) * taps + tap;
    }
}
