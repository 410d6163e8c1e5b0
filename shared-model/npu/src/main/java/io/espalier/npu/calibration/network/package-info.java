/// Published networks without trained weights, for comparing predicted with measured latencies.
@NullMarked
package io.espalier.npu.calibration.network;

import org.jspecify.annotations.NullMarked;
