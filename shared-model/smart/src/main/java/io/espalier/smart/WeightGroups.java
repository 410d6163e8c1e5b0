package io.espalier.smart;

import io.espalier.contracts.BlockPattern.Order;
import io.espalier.contracts.BudgetCount;

/// N of M: every `size` weights that follow each other along the input channels of one tap of one output channel
/// keep
/// at most `kept`; the last group of a run may be smaller.
///
/// Blocks are single weights in the order `(out, tap, in)`, so that a group's weights follow each other.
///
/// @param kept N
/// @param size M
/// @param span input channels after which groups begin anew: the tile's, so that every kept tile is N of M; 0 = all
public record WeightGroups(int kept, int size, int span) {

    /// How one block a weight is said.
    static final Cut EACH_WEIGHT = new Cut.Matrix(1, 1, Order.TAP_MAJOR);

    /// One past the last block of each group, ascending; a group begins where the one before ends.
    public int[] ends(BlockLayout layout) {
        int[] ends = new int[layout.layers().stream().mapToInt(this::count).sum()];
        int group = 0;
        int begin = 0;
        for (PrunableLayer layer : layout.layers()) {
            int run = span == 0 ? layer.inChannels() : span;
            for (int row = 0; row < layer.outChannels() * layer.taps(); row++) {
                for (int in = 0; in < layer.inChannels(); ) {
                    int next = Math.min(Math.min(in + size, in / run * run + run), layer.inChannels());
                    ends[group++] = begin + next;
                    in = next;
                }
                begin += layer.inChannels();
            }
        }
        return ends;
    }

    /// Judges every group, a ragged one too: at most `min(kept, size)` of its weights may be other than zero.
    ///
    /// @param nonZero shape `(blocks)`, read from the file in question
    BudgetCount.Groups count(BlockLayout layout, boolean[] nonZero) {
        int[] ends = ends(layout);
        long exceeding = 0;
        int most = 0;
        String first = null;
        int begin = 0;
        for (int end : ends) {
            int stays = 0;
            for (int i = begin; i < end; i++) {
                stays += nonZero[i] ? 1 : 0;
            }
            most = Math.max(most, stays);
            if (stays > kept) {
                exceeding++;
                first = first == null ? place(layout, begin, end) + ": " + stays : first;
            }
            begin = end;
        }
        return new BudgetCount.Groups(kept, size, ends.length, exceeding, most, first);
    }

    /// `conv2 (output 3, tap 4, inputs 8 to 11)`.
    private static String place(BlockLayout layout, int begin, int end) {
        int[] layers = layout.ends();
        int l = 0;
        while (layers[l] <= begin) {
            l++;
        }
        PrunableLayer layer = layout.layers().get(l);
        int own = begin - (l == 0 ? 0 : layers[l - 1]);
        int in = own % layer.inChannels();
        int row = own / layer.inChannels();
        return "%s (output %d, tap %d, inputs %d to %d)"
                .formatted(layer.node(), row / layer.taps(), row % layer.taps(), in, in + end - begin - 1);
    }

    private int count(PrunableLayer layer) {
        int run = span == 0 ? layer.inChannels() : span;
        int whole = layer.inChannels() / run * Math.ceilDiv(run, size);
        return layer.outChannels() * layer.taps() * (whole + Math.ceilDiv(layer.inChannels() % run, size));
    }

    /// The exact mask for scores: the best `min(kept, size)` of every group, of equal ones the first.
    ///
    /// @param scores shape `(blocks)`, higher means keep
    /// @param ends   of the groups
    public boolean[] select(double[] scores, int[] ends) {
        boolean[] stays = new boolean[scores.length];
        int begin = 0;
        for (int end : ends) {
            for (int taken = 0; taken < Math.min(kept, end - begin); taken++) {
                stays[best(scores, stays, begin, end)] = true;
            }
            begin = end;
        }
        return stays;
    }

    private static int best(double[] scores, boolean[] taken, int begin, int end) {
        int best = -1;
        for (int i = begin; i < end; i++) {
            if (!taken[i] && (best < 0 || scores[i] > scores[best])) {
                best = i;
            }
        }
        return best;
    }

    /// How many blocks go.
    public int removed(int[] ends) {
        int removed = 0;
        int begin = 0;
        for (int end : ends) {
            removed += Math.max(0, end - begin - kept);
            begin = end;
        }
        return removed;
    }

    /// How many of the blocks that must go are zero: `Σ min(zeros of the group, size − N)`, so that it equals
    /// [#removed] if and only if every group is N of M.
    ///
    /// @param nonZero shape `(blocks)`
    public int removed(boolean[] nonZero, int[] ends) {
        int removed = 0;
        int begin = 0;
        for (int end : ends) {
            int zeros = 0;
            for (int i = begin; i < end; i++) {
                zeros += nonZero[i] ? 0 : 1;
            }
            removed += Math.min(zeros, Math.max(0, end - begin - kept));
            begin = end;
        }
        return removed;
    }
}
