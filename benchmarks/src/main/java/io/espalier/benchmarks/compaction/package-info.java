/// What cutting removed channels out of a network gains in ONNX Runtime.
@NullMarked
package io.espalier.benchmarks.compaction;

import org.jspecify.annotations.NullMarked;
