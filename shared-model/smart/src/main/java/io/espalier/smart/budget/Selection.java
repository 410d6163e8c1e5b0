package io.espalier.smart.budget;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.smart.Ranking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One walk over a ranking: floors first, then every block that fits in all limits and in its layer's cap.
///
/// A block that does not fit is passed over, cheaper ones after it may still fit, and those that cost nothing more
/// (their tile is paid for) always do. Costs never fall when a block is added, so one that did not fit never would:
/// at the end no block is left out that could have been kept, short of its layer's cap.
///
/// Of limits that are only estimated, the longest part of that walk is kept that meets them, by bisection.
final class Selection {

    private final LayerBounds bounds;
    private final List<Limit> limits;
    private final List<Limit> estimated = new ArrayList<>();

    Selection(LayerBounds bounds, List<Limit> limits) {
        this.bounds = bounds;
        this.limits = List.copyOf(limits);
        for (Limit limit : limits) {
            if (limit.cost() instanceof EstimatedCost) {
                estimated.add(limit);
            }
        }
    }

    /// @param ranking scores, shape `(blocks)`, finite
    /// @return shape `(blocks)`, true = stays
    /// @throws PipelineException.Permanent `BUDGET_UNREACHABLE` if the floors alone do not fit
    boolean[] of(double[] ranking) {
        return of(Ranking.descending(ranking));
    }

    /// @param order blocks, highest first
    boolean[] of(int[] order) {
        Walk walk = new Walk();
        walk.keepFloors(order);
        int least = walk.taken;
        walk.keepWhatFits(order);
        return estimated.isEmpty() ? walk.kept : shortened(walk, least);
    }

    private boolean[] shortened(Walk walk, int least) {
        if (!meets(walk.prefix(least))) {
            throw new PipelineException.Permanent(
                    ErrorCode.BUDGET_UNREACHABLE,
                    "prune.budget: the blocks that every layer keeps cost more than the limit; lower"
                            + " min-keep-per-layer or raise the budget");
        }
        int fits = least;
        int over = walk.taken + 1;
        while (over - fits > 1) {
            int middle = fits + (over - fits) / 2;
            if (meets(walk.prefix(middle))) {
                fits = middle;
            } else {
                over = middle;
            }
        }
        return walk.prefix(fits);
    }

    private boolean meets(boolean[] kept) {
        return estimated.stream().allMatch(limit -> limit.cost().of(kept) <= limit.most());
    }

    private final class Walk {

        private final boolean[] kept = new boolean[bounds.blocks()];
        private final int[] sequence = new int[bounds.blocks()];
        private final int[] keptOf = new int[bounds.ends().length];
        private final int[] layerOf = bounds.layerOf();
        private final Meter[] meters;
        private final double[] most;
        private int taken;

        Walk() {
            List<Limit> metered = new ArrayList<>(limits);
            metered.removeAll(estimated);
            meters = metered.stream().map(Walk::meter).toArray(Meter[]::new);
            most = metered.stream().mapToDouble(Limit::most).toArray();
        }

        private static Meter meter(Limit limit) {
            return switch (limit.cost()) {
                case AdditiveCost cost -> cost.meter();
                case GranuleCost cost -> cost.meter();
                case EstimatedCost ignored -> throw new IllegalStateException("an estimate has no meter");
            };
        }

        void keepFloors(int[] order) {
            for (int block : order) {
                if (keptOf[layerOf[block]] < bounds.floors()[layerOf[block]]) {
                    keep(block);
                }
            }
        }

        void keepWhatFits(int[] order) {
            int[] caps = bounds.caps();
            for (int block : order) {
                if (!kept[block] && keptOf[layerOf[block]] < caps[layerOf[block]] && fits(block)) {
                    keep(block);
                }
            }
        }

        private boolean fits(int block) {
            for (int i = 0; i < meters.length; i++) {
                if (meters[i].with(block) > most[i]) {
                    return false;
                }
            }
            return true;
        }

        private void keep(int block) {
            kept[block] = true;
            keptOf[layerOf[block]]++;
            sequence[taken++] = block;
            for (Meter meter : meters) {
                meter.keep(block);
            }
        }

        /// The first `count` blocks that were taken.
        boolean[] prefix(int count) {
            boolean[] prefix = new boolean[kept.length];
            Arrays.stream(sequence, 0, count).forEach(block -> prefix[block] = true);
            return prefix;
        }
    }
}
