/// What a matrix product costs on an array of multipliers, and which zeros the array can leave out.
///
/// Closed forms only: nothing here knows a graph, a memory or a clock.
@NullMarked
package io.espalier.npu.engine;

import org.jspecify.annotations.NullMarked;
