package io.espalier.npu.engine;

import java.util.Arrays;

/// Several engines of one kind that share a layer and wait for each other at its end.
///
/// @param count      ≥ 1
/// @param split      what is dealt out
/// @param assignment how parts of different cost are dealt out
public record Cores(int count, Split split, Assignment assignment) {

    public static final Cores ONE = new Cores(1, Split.OUTPUT_CHANNELS, Assignment.ROUND_ROBIN);

    public enum Split {
        /// Column folds, or groups of output channels: zeros make them unequal.
        OUTPUT_CHANNELS,
        /// Equal bands of output pixels; each core has all weights.
        OUTPUT_PIXELS
    }

    public enum Assignment {
        /// Part `i` to core `i mod count`.
        ROUND_ROBIN,
        /// The longest part left to the core with the least work (LPT).
        LONGEST_FIRST
    }

    public Cores {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, was " + count);
        }
    }

    /// The core that each part goes to.
    int[] assign(double[] costs) {
        int[] core = new int[costs.length];
        switch (assignment) {
            case ROUND_ROBIN -> Arrays.setAll(core, part -> part % count);
            case LONGEST_FIRST -> longestFirst(costs, core);
        }
        return core;
    }

    private void longestFirst(double[] costs, int[] core) {
        double[] load = new double[count];
        Integer[] order = new Integer[costs.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(costs[b], costs[a]));
        for (int part : order) {
            int least = 0;
            for (int i = 1; i < count; i++) {
                least = load[i] < load[least] ? i : least;
            }
            core[part] = least;
            load[least] += costs[part];
        }
    }
}
