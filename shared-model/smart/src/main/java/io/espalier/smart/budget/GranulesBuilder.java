package io.espalier.smart.budget;

import io.espalier.smart.BlockLayout;
import io.espalier.smart.PrunableLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/// Finds which granules each block touches.
final class GranulesBuilder {

    private static final int[] NONE = {};

    private final BlockLayout layout;
    private final Map<String, List<Mapping>> mappings = new HashMap<>();
    private double[] price = {};
    private int[] run = {};
    private int runs;

    /// @param offset  number of the weight's first granule
    /// @param granule from the index of an element to its granule in the weight
    private record Mapping(int offset, IntUnaryOperator granule) {}

    GranulesBuilder(BlockLayout layout) {
        this.layout = layout;
    }

    /// The weights that blocks have elements of, each once.
    List<String> weights() {
        return layout.layers().stream()
                .flatMap(layer -> layer.parts().stream())
                .filter(PrunableLayer.Part::isWeight)
                .map(PrunableLayer.Part::parameter)
                .distinct()
                .toList();
    }

    /// A weight may be put several times: its blocks then have granules of each.
    ///
    /// @param count      granules of the weight
    /// @param each       price of a granule
    /// @param granule    from the index of an element to its granule in the weight
    /// @param weightRuns equal runs that the granules form, one after the other; 0 = none
    void put(String weight, int count, double each, IntUnaryOperator granule, int weightRuns) {
        int offset = price.length;
        mappings.computeIfAbsent(weight, ignored -> new ArrayList<>()).add(new Mapping(offset, granule));
        price = Arrays.copyOf(price, offset + count);
        run = Arrays.copyOf(run, offset + count);
        Arrays.fill(price, offset, offset + count, each);
        for (int g = 0; g < count; g++) {
            run[offset + g] = weightRuns == 0 ? -1 : runs + g / (count / weightRuns);
        }
        runs += weightRuns;
    }

    /// Blocks of weights that were not put have no granules.
    Granules granules() {
        int[][] ofBlock = new int[layout.blocks()][];
        int[][] alone = new int[price.length][];
        int begin = 0;
        for (PrunableLayer layer : layout.layers()) {
            Arrays.fill(ofBlock, begin, begin + layer.blocks(), NONE);
            for (PrunableLayer.Part part : layer.parts()) {
                if (part.isWeight()) {
                    add(ofBlock, begin, alone, part);
                }
            }
            begin += layer.blocks();
        }
        Arrays.stream(ofBlock).filter(own -> own.length > 1).forEach(Arrays::sort);
        return new Granules(ofBlock, price, run, runs);
    }

    /// Blocks in one granule share one array: with blocks of single weights there are as many as weights.
    ///
    /// @param alone by granule, the array of blocks in no other
    private void add(int[][] ofBlock, int begin, int[][] alone, PrunableLayer.Part part) {
        for (Mapping mapping : mappings.getOrDefault(part.parameter(), List.of())) {
            part.elements()
                    .forEach((index, block) -> ofBlock[begin + block] =
                            with(ofBlock[begin + block], mapping.offset + mapping.granule.applyAsInt(index), alone));
        }
    }

    private static int[] with(int[] granules, int granule, int[][] alone) {
        if (granules.length == 0) {
            alone[granule] = alone[granule] == null ? new int[] {granule} : alone[granule];
            return alone[granule];
        }
        for (int i = granules.length - 1; i >= 0; i--) {
            if (granules[i] == granule) {
                return granules;
            }
        }
        int[] longer = Arrays.copyOf(granules, granules.length + 1);
        longer[granules.length] = granule;
        return longer;
    }
}
