/// Fits what no data sheet says to measured latencies, and says how far the fit can be believed.
@NullMarked
package io.espalier.npu.calibration;

import org.jspecify.annotations.NullMarked;
