package io.espalier.smart.training;

/// The weights of a phase that its validation passes found best so far.
///
/// @param judgedAt steps done before the latest pass; 0 before the first
/// @param value    primary metric of `graph`; negative before the first pass
/// @param graph    its state; empty before the first pass
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record BestWeights(long judgedAt, double value, byte[] graph) {

    static final BestWeights NONE = new BestWeights(0, -1, new byte[0]);

    boolean isPresent() {
        return graph.length > 0;
    }

    /// After a pass that selects nothing.
    BestWeights passed(long step) {
        return new BestWeights(step, value, graph);
    }

    /// After another pass: of equal ones the later weights count, which were trained longer.
    BestWeights or(long step, double measured, byte[] candidate) {
        return new BestWeights(step, Math.max(value, measured), measured >= value ? candidate : graph);
    }
}
