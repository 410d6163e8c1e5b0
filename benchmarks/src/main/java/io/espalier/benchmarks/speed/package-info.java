/// Micro-benchmarks by JMH. [io.espalier.benchmarks.speed.SpeedSuite] runs them; results are in
/// `docs/benchmarks/speed.md`.
@NullMarked
package io.espalier.benchmarks.speed;

import org.jspecify.annotations.NullMarked;
