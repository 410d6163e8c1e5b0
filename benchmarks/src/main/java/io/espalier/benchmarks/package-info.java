/// Whole-run benchmarks; their results stand in `docs/benchmarks`.
@NullMarked
package io.espalier.benchmarks;

import org.jspecify.annotations.NullMarked;
