/// `espalier npu`: latency predicted for devices, fitted to measurements, and compared with SCALE-Sim.
@NullMarked
package io.espalier.cli.npu;

import org.jspecify.annotations.NullMarked;
