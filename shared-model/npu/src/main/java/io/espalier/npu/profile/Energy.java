package io.espalier.npu.profile;

/// Energy of one action each. Only ratios between layers and between devices with the same figures mean anything.
///
/// @param macPicojoules         one multiply-accumulate
/// @param vectorPicojoules      one operation of the vector unit
/// @param sramPicojoulesPerByte on-chip access
/// @param dramPicojoulesPerByte outer memory access
/// @param leakageWatts          all the time
public record Energy(
        double macPicojoules,
        double vectorPicojoules,
        double sramPicojoulesPerByte,
        double dramPicojoulesPerByte,
        double leakageWatts) {

    public Energy {
        double least = Math.min(
                Math.min(macPicojoules, vectorPicojoules),
                Math.min(Math.min(sramPicojoulesPerByte, dramPicojoulesPerByte), leakageWatts));
        if (!(least >= 0)) {
            throw new IllegalArgumentException("energies must be at least 0");
        }
    }
}
