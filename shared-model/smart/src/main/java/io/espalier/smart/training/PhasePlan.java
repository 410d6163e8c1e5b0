package io.espalier.smart.training;

/// One stretch of training.
///
/// @param name       as it is reported
/// @param firstEpoch number of the first epoch within the run; the data order depends on it
/// @param epochs     how many, >= 0
/// @param batchSize  images a step, >= 1
record PhasePlan(String name, int firstEpoch, int epochs, int batchSize) {}
