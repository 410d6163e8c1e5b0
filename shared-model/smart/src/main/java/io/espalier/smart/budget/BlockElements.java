package io.espalier.smart.budget;

import io.espalier.smart.BlockLayout;
import io.espalier.smart.PrunableLayer;
import io.espalier.smart.WeightGroups;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// How many weights a kept block has.
final class BlockElements {

    private BlockElements() {}

    /// Weights of each block that stay if it is kept: all it really has, or N of each M of them. Shape `(blocks)`.
    ///
    /// @param each what one weight of a parameter counts for
    static double[] weighted(BlockLayout layout, ToDoubleFunction<String> each) {
        double[] sums = new double[layout.blocks()];
        int begin = 0;
        for (int l = 0; l < layout.layers().size(); l++) {
            PrunableLayer layer = layout.layers().get(l);
            int first = begin;
            if (layout.inner() != null) {
                addFew(sums, first, layer, few(layout.inner(), l), each.applyAsDouble(layer.weight()));
            } else {
                for (PrunableLayer.Part part : layer.parts()) {
                    double own = part.isWeight() ? each.applyAsDouble(part.parameter()) : 0;
                    part.elements().forEach((index, block) -> sums[first + block] += own);
                }
            }
            begin += layer.blocks();
        }
        return sums;
    }

    /// Shape `(blocks)`.
    static double[] of(BlockLayout layout) {
        return weighted(layout, parameter -> 1);
    }

    /// For each weight of the `l`-th layer, 1 if it is among the first N of its group and 0 otherwise: which ones stay
    /// is not known, how many of a tile is, since groups do not cross tiles.
    private static double[] few(BlockLayout inner, int l) {
        PrunableLayer layer = inner.layers().get(l);
        WeightGroups groups = Objects.requireNonNull(inner.groups());
        int[] ends = groups.ends(new BlockLayout(List.of(layer)));
        double[] ofBlock = new double[layer.blocks()];
        int begin = 0;
        for (int end : ends) {
            for (int b = begin; b < end; b++) {
                ofBlock[b] = b - begin < groups.kept() ? 1 : 0;
            }
            begin = end;
        }
        double[] few = new double[layer.blocks()];
        layer.parts().getFirst().elements().forEach((index, block) -> few[index] = ofBlock[block]);
        return few;
    }

    private static void addFew(double[] sums, int first, PrunableLayer layer, double[] few, double own) {
        layer.parts().getFirst().elements().forEach((index, block) -> sums[first + block] += own * few[index]);
    }
}
