package io.espalier.smart.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.BudgetUnit;
import io.espalier.smart.Ranking;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Against selections whose cost is computed anew, from its definition, for every block that is asked.
final class SelectionTest {

    private static final int TRIES = 150;

    /// A small random problem: up to 4 layers, 12 blocks, granules that blocks share.
    private static final class Problem {

        final Random random;
        final LayerBounds bounds;
        final double[] scores;
        final double[] prices;
        final Granules granules;

        Problem(int seed) {
            random = new Random(seed);
            int layers = 1 + random.nextInt(4);
            int[] ends = new int[layers];
            int[] floors = new int[layers];
            int[] caps = new int[layers];
            int end = 0;
            for (int l = 0; l < layers; l++) {
                int size = 1 + random.nextInt(4);
                end += size;
                ends[l] = end;
                floors[l] = random.nextInt(Math.min(2, size) + 1);
                caps[l] = floors[l] + random.nextInt(size - floors[l] + 1);
            }
            bounds = new LayerBounds(ends, floors, caps);
            scores = random.ints(end, 0, 6).asDoubleStream().toArray(); // with ties
            prices = random.ints(end, 1, 9).asDoubleStream().toArray();
            granules = granules(end);
        }

        private Granules granules(int blocks) {
            int count = 1 + random.nextInt(6);
            int[][] ofBlock = new int[blocks][];
            for (int b = 0; b < blocks; b++) {
                ofBlock[b] = random.ints(1 + random.nextInt(2), 0, count)
                        .distinct()
                        .sorted()
                        .toArray();
            }
            double[] price = random.ints(count, 2, 9).asDoubleStream().toArray();
            int[] run = IntStream.range(0, count).map(g -> g < 2 ? -1 : g % 2).toArray();
            return new Granules(ofBlock, price, run, 2);
        }

        AdditiveCost additive() {
            return new AdditiveCost(BudgetUnit.MACS, 0, 100, prices);
        }

        GranuleCost shared() {
            return new GranuleCost(BudgetUnit.NPU_CYCLES, 0, 100, granules, cycles -> cycles);
        }

        double ofAdditive(Set<Integer> kept) {
            return 100 + kept.stream().mapToDouble(b -> prices[b]).sum();
        }

        double ofShared(Set<Integer> kept) {
            Set<Integer> paid = new HashSet<>();
            Set<Integer> runs = new HashSet<>();
            kept.forEach(b -> Arrays.stream(granules.ofBlock()[b]).forEach(paid::add));
            paid.forEach(g -> runs.add(granules.run()[g]));
            runs.remove(-1);
            return 100 + paid.stream().mapToDouble(g -> granules.price()[g]).sum() - runs.size();
        }

        /// The rule as it is stated: floors, then whatever fits, in the order of the scores.
        boolean[] expected(ToDoubleFunction<Set<Integer>> cost, double most) {
            List<Integer> order = IntStream.range(0, scores.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer b) -> -scores[b]))
                    .toList();
            Set<Integer> kept = new HashSet<>();
            order.stream()
                    .filter(b -> keptOf(kept, b) < bounds.floors()[bounds.layerOf()[b]])
                    .forEach(kept::add);
            for (int b : order) {
                Set<Integer> more = new HashSet<>(kept);
                more.add(b);
                boolean capped = keptOf(kept, b) >= bounds.caps()[bounds.layerOf()[b]];
                if (!kept.contains(b) && !capped && cost.applyAsDouble(more) <= most) {
                    kept.add(b);
                }
            }
            return flags(kept);
        }

        private long keptOf(Set<Integer> kept, int block) {
            int[] layerOf = bounds.layerOf();
            return kept.stream().filter(b -> layerOf[b] == layerOf[block]).count();
        }

        boolean[] flags(Set<Integer> kept) {
            boolean[] flags = new boolean[scores.length];
            kept.forEach(b -> flags[b] = true);
            return flags;
        }

        /// Between what the floors may cost and everything.
        double limit(Cost cost) {
            double least = cost.ceiling(bounds.ends(), bounds.floors());
            return least + random.nextInt((int) (cost.total() - least) + 2);
        }
    }

    @Property(tries = TRIES)
    void keepsWhatFitsInTheOrderOfTheScores(@ForAll @IntRange(max = 1_000_000) int seed) {
        Problem problem = new Problem(seed);
        double additive = problem.limit(problem.additive());
        double shared = problem.limit(problem.shared());
        assertThat(select(problem, new Limit(problem.additive(), additive)))
                .containsExactly(problem.expected(problem::ofAdditive, additive));
        assertThat(select(problem, new Limit(problem.shared(), shared)))
                .containsExactly(problem.expected(problem::ofShared, shared));
    }

    /// Never above any limit, and no block is left out that would fit: within one block of the budget.
    @Property(tries = TRIES)
    void meetsAllLimitsAndLeavesNothingOutThatFits(@ForAll @IntRange(max = 1_000_000) int seed) {
        Problem problem = new Problem(seed);
        double additive = problem.limit(problem.additive());
        double shared = problem.limit(problem.shared());
        boolean[] kept = select(problem, new Limit(problem.additive(), additive), new Limit(problem.shared(), shared));

        assertThat(problem.additive().of(kept)).isLessThanOrEqualTo(additive);
        assertThat(problem.shared().of(kept)).isLessThanOrEqualTo(shared);
        int[] layerOf = problem.bounds.layerOf();
        for (int b = 0; b < kept.length; b++) {
            int layer = layerOf[b];
            long inLayer = IntStream.range(0, kept.length)
                    .filter(other -> kept[other] && layerOf[other] == layer)
                    .count();
            assertThat(inLayer).isBetween((long) problem.bounds.floors()[layer], (long)
                    problem.bounds.caps()[layer]);
            if (!kept[b] && inLayer < problem.bounds.caps()[layer]) {
                boolean[] more = kept.clone();
                more[b] = true;
                assertThat(problem.additive().of(more) > additive
                                || problem.shared().of(more) > shared)
                        .as("block %d would fit", b)
                        .isTrue();
            }
        }
    }

    /// An estimate has no meter: the longest part of the walk that meets it, found by bisection, is the one that a
    /// search through all lengths finds.
    @Property(tries = TRIES)
    void shortensTheWalkUntilAnEstimateIsMet(@ForAll @IntRange(max = 1_000_000) int seed) {
        Problem problem = new Problem(seed);
        double most = problem.limit(problem.shared());
        EstimatedCost estimated =
                new EstimatedCost(BudgetUnit.LATENCY_MS, problem.scores.length, 0, 100, 200, problem.shared()::of);
        boolean[] all = problem.expected(kept -> 0, 0);
        boolean[] kept = select(problem, new Limit(estimated, most));

        assertThat(problem.shared().of(kept)).isLessThanOrEqualTo(most);
        boolean missing = false;
        for (int b : walk(problem)) {
            if (all[b] && !kept[b] && !missing) {
                missing = true;
                boolean[] more = kept.clone();
                more[b] = true;
                assertThat(problem.shared().of(more)).isGreaterThan(most);
            } else if (missing) {
                assertThat(kept[b]).isFalse();
            }
        }
    }

    /// Blocks in the order in which they are taken when everything fits.
    private static List<Integer> walk(Problem problem) {
        int[] layerOf = problem.bounds.layerOf();
        int[] seen = new int[problem.bounds.ends().length];
        List<Integer> order =
                Arrays.stream(Ranking.descending(problem.scores)).boxed().toList();
        List<Integer> floors = order.stream()
                .filter(b -> seen[layerOf[b]]++ < problem.bounds.floors()[layerOf[b]])
                .toList();
        return Stream.concat(floors.stream(), order.stream().filter(b -> !floors.contains(b)))
                .toList();
    }

    @Property(tries = TRIES)
    void ceilingsBoundWhateverTheFloorsTake(@ForAll @IntRange(max = 1_000_000) int seed) {
        Problem problem = new Problem(seed);
        for (Cost cost : List.of(problem.additive(), problem.shared())) {
            double ceiling = cost.ceiling(problem.bounds.ends(), problem.bounds.floors());
            boolean[] floors = new Selection(
                            new LayerBounds(problem.bounds.ends(), problem.bounds.floors(), problem.bounds.floors()),
                            List.of())
                    .of(problem.scores);
            assertThat(cost.of(floors)).isLessThanOrEqualTo(ceiling).isGreaterThanOrEqualTo(cost.fixed());
            assertThat(ceiling).isLessThanOrEqualTo(cost.total());
        }
    }

    @Property(tries = TRIES)
    void ranksAsAStableSortDoes(@ForAll double[] scores) {
        double[] finite = Arrays.stream(scores).filter(Double::isFinite).toArray();
        Integer[] expected = IntStream.range(0, finite.length).boxed().toArray(Integer[]::new);
        Arrays.sort(expected, Comparator.comparingDouble(i -> -finite[i]));
        assertThat(Ranking.descending(finite))
                .containsExactly(Arrays.stream(expected).mapToInt(i -> i).toArray());
    }

    private static boolean[] select(Problem problem, Limit... limits) {
        return new Selection(problem.bounds, List.of(limits)).of(problem.scores);
    }
}
