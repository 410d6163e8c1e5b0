package io.espalier.smart.training;

/// One stretch of training.
///
/// @param name       as it is reported
/// @param firstEpoch number of the first epoch within the run; the data order depends on it
/// @param epochs     how many, >= 0
/// @param batchSize  images a step, >= 1
/// @param selects    whether the phase ends with the average or the best of its weights, as the spec asks; else with
///                   the last ones, and its validation passes are only told
record PhasePlan(String name, int firstEpoch, int epochs, int batchSize, boolean selects) {}
