package io.espalier.smart.training;

import io.espalier.trainable.TrainableGraph;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Blocks by one rule, the single weights inside them by another: a weight is multiplied by both factors.
///
/// @param outer  of the blocks
/// @param inner  of the weights; its factors come after those of the blocks
/// @param blocks how many `outer` has
record NestedMask(MaskRule outer, MaskRule inner, int blocks) implements MaskRule {

    @Override
    public void observe(TrainableGraph graph, long step) {
        outer.observe(graph, step);
        inner.observe(graph, step);
    }

    @Override
    public float[] factors(long step) {
        float[] ofBlocks = outer.factors(step);
        float[] ofWeights = inner.factors(step);
        float[] all = Arrays.copyOf(ofBlocks, blocks + ofWeights.length);
        System.arraycopy(ofWeights, 0, all, blocks, ofWeights.length);
        return all;
    }

    @Override
    public void learn(TrainableGraph graph, long step, double learningRate) {
        outer.learn(graph, step, learningRate);
        inner.learn(graph, step, learningRate);
    }

    /// Of the blocks under their own names, of the weights as `weights-…`.
    @Override
    public Map<String, Double> metrics(long step) {
        Map<String, Double> metrics = new HashMap<>(outer.metrics(step));
        inner.metrics(step).forEach((name, value) -> metrics.put("weights-" + name, value));
        return metrics;
    }

    @Override
    public boolean isSoft() {
        return outer.isSoft() || inner.isSoft();
    }

    @Override
    public boolean[] harden() {
        boolean[] ofBlocks = outer.harden();
        boolean[] ofWeights = inner.harden();
        boolean[] all = Arrays.copyOf(ofBlocks, blocks + ofWeights.length);
        System.arraycopy(ofWeights, 0, all, blocks, ofWeights.length);
        return all;
    }

    @Override
    public byte[] state() {
        byte[] first = outer.state();
        byte[] second = inner.state();
        return ByteBuffer.allocate(Integer.BYTES + first.length + second.length)
                .putInt(first.length)
                .put(first)
                .put(second)
                .array();
    }

    @Override
    public void restore(byte[] state) {
        int first = ByteBuffer.wrap(state).getInt();
        outer.restore(Arrays.copyOfRange(state, Integer.BYTES, Integer.BYTES + first));
        inner.restore(Arrays.copyOfRange(state, Integer.BYTES + first, state.length));
    }
}
