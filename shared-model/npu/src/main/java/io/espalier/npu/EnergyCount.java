package io.espalier.npu;

import io.espalier.npu.profile.Energy;

/// `E = macs · e_mac + operations · e_vector + bytes · e_level + P_leak · t`.
record EnergyCount(NpuProfile profile) {

    private static final double PICO = 1e-6;
    private static final double MICRO = 1e6;

    /// @return microjoules
    double of(long macs, long operations, Traffic traffic, long cycles) {
        Energy energy = profile.energy();
        double picojoules = macs * energy.macPicojoules()
                + operations * energy.vectorPicojoules()
                + traffic.sramBytes() * energy.sramPicojoulesPerByte()
                + traffic.dramBytes() * energy.dramPicojoulesPerByte();
        return picojoules * PICO + energy.leakageWatts() * MICRO * cycles / profile.clockHz();
    }
}
