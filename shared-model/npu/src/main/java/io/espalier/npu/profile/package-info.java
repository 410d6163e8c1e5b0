/// The parts of a device besides its multipliers: memory, vector unit, what starting a kernel costs, energy.
@NullMarked
package io.espalier.npu.profile;

import org.jspecify.annotations.NullMarked;
