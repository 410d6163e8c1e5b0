/// Predicts what a pruned network costs on a neural processing unit: clock cycles, skipped work, weight bytes.
///
/// Everything is plain arithmetic on a graph and its weights; nothing is run and nothing is measured. The array
/// is that of SCALE-Sim v3 in its stall-free mode (memory is never waited for), layer after layer, batch 1.
@NullMarked
package io.espalier.npu;

import org.jspecify.annotations.NullMarked;
