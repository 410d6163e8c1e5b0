package io.espalier.npu.engine;

import org.jspecify.annotations.Nullable;

/// Adds up the folds of a product on one or several systolic arrays.
///
/// @param engine one core
record SystolicCost(Systolic engine, Cores cores) {

    Compute of(Gemm whole, @Nullable NonZeros weights, Sparsity sparsity) {
        boolean bands = cores.split() == Cores.Split.OUTPUT_PIXELS;
        Gemm gemm = bands
                ? new Gemm(Math.ceilDiv(whole.m(), (long) cores.count()), whole.n(), whole.k(), whole.repeats())
                : whole;
        FoldPlan dense = FoldPlan.dense(engine.array(), gemm);
        FoldPlan kept = FoldPlan.of(engine.array(), gemm, weights, sparsity);
        Load load = bands
                ? Load.alone(kept, engine).over((double) cores.count() * gemm.m() / whole.m())
                : Load.of(kept, engine, cores);
        long folds = dense.total();
        Compute compute = new Compute(
                (bands ? Load.alone(dense, engine) : Load.of(dense, engine, cores)).busiest,
                load.busiest,
                folds,
                Math.max(0, folds - kept.total()),
                Math.multiplyExact(whole.m(), kept.stored()),
                kept.stored(),
                engine.array().mappingEfficiency(gemm),
                load.imbalance);
        return sparsity instanceof Sparsity.Rate rate && weights != null
                ? compute.atRate(rate, weights.sparsity())
                : compute;
    }

    /// @param busiest   cycles of the core that is last
    /// @param imbalance these over the mean of all cores
    private record Load(long busiest, double imbalance) {

        static Load alone(FoldPlan plan, Systolic engine) {
            return new Load(of(plan, engine, Cores.ONE).busiest, 1);
        }

        Load over(double factor) {
            return new Load(busiest, factor);
        }

        /// A core does its parts of a repeat as if they were a product of their own.
        static Load of(FoldPlan plan, Systolic engine, Cores cores) {
            long[] load = new long[cores.count()];
            double[] costs = new double[plan.folds().length];
            for (int part = 0; part < costs.length; part++) {
                costs[part] = engine.cycles(plan.folds()[part], plan.steps()[part]);
            }
            int[] core = cores.assign(costs);
            long[] ofRepeat = new long[cores.count()];
            for (int part = 0; part < costs.length; part++) {
                ofRepeat[core[part]] += (long) costs[part];
                if ((part + 1) % plan.partsPerRepeat() == 0) {
                    for (int i = 0; i < load.length; i++) {
                        load[i] += ofRepeat[i] == 0 ? 0 : ofRepeat[i] + engine.once();
                        ofRepeat[i] = 0;
                    }
                }
            }
            long busiest = 0;
            long sum = 0;
            for (long cycles : load) {
                busiest = Math.max(busiest, cycles);
                sum += cycles;
            }
            return new Load(busiest, sum == 0 ? 1 : (double) busiest * load.length / sum);
        }
    }
}
