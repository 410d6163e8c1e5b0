package io.espalier.npu.calibration.network;

import io.espalier.npu.calibration.network.NetworkBuilder.Value;

/// Networks of plain, of squeezed and of densely connected convolutions.
///
/// Sources: VGG, arXiv:1409.1556, columns D and E; SqueezeNet 1.0, arXiv:1602.07360, table 1; DenseNet-121,
/// arXiv:1608.06993, table 1.
final class SmallFilters {

    private static final int[] VGG_CHANNELS = {64, 128, 256, 512, 512};
    private static final int GROWTH = 32;
    private static final int[] DENSE_BLOCKS = {6, 12, 24, 16};

    private final NetworkBuilder layers;

    private SmallFilters(NetworkBuilder layers) {
        this.layers = layers;
    }

    static Network.Definition vgg16(String name, int extent) {
        return vgg(name, extent, 2, 2, 3, 3, 3);
    }

    static Network.Definition vgg19(String name, int extent) {
        return vgg(name, extent, 2, 2, 4, 4, 4);
    }

    private static Network.Definition vgg(String name, int extent, int... repeats) {
        NetworkBuilder layers = new NetworkBuilder(name, extent);
        Value value = layers.image();
        for (int stage = 0; stage < repeats.length; stage++) {
            for (int i = 0; i < repeats[stage]; i++) {
                value = layers.relu(layers.conv(value, VGG_CHANNELS[stage], Filter.centred(3), Offsets.BIAS));
            }
            value = layers.maxPool(value, Filter.valid(2).stride(2));
        }
        int pixels = (extent / 32) * (extent / 32);
        value = layers.relu(layers.dense(layers.flatten(value, pixels), 4096));
        value = layers.relu(layers.dense(value, 4096));
        return layers.build(layers.dense(value, 1000));
    }

    static Network.Definition squeezeNet(String name, int extent) {
        NetworkBuilder layers = new NetworkBuilder(name, extent);
        SmallFilters family = new SmallFilters(layers);
        Value value =
                layers.relu(layers.conv(layers.image(), 96, Filter.valid(7).stride(2), Offsets.BIAS));
        int[][] fires = {{16, 16, 32}, {32, 48, 48, 64}, {64}};
        for (int[] stage : fires) {
            value = layers.maxPoolToTheEdge(value, Filter.valid(3).stride(2));
            for (int squeezed : stage) {
                value = family.fire(value, squeezed, 4 * squeezed);
            }
        }
        value = layers.relu(layers.conv(value, 1000, Filter.valid(1), Offsets.BIAS));
        return layers.build(layers.flatten(layers.globalAveragePool(value), 1));
    }

    private Value fire(Value in, int squeezed, int expanded) {
        Value squeeze = layers.relu(layers.conv(in, squeezed, Filter.valid(1), Offsets.BIAS));
        return layers.concat(
                layers.relu(layers.conv(squeeze, expanded, Filter.valid(1), Offsets.BIAS)),
                layers.relu(layers.conv(squeeze, expanded, Filter.centred(3), Offsets.BIAS)));
    }

    static Network.Definition denseNet121(String name, int extent) {
        NetworkBuilder layers = new NetworkBuilder(name, extent);
        SmallFilters family = new SmallFilters(layers);
        Value value =
                layers.relu(layers.conv(layers.image(), 64, Filter.centred(7).stride(2), Offsets.BATCH));
        value = layers.maxPool(value, Filter.centred(3).stride(2));
        for (int block = 0; block < DENSE_BLOCKS.length; block++) {
            for (int i = 0; i < DENSE_BLOCKS[block]; i++) {
                value = layers.concat(value, family.grown(value));
            }
            value = layers.relu(layers.batchNormalization(value));
            value = block < DENSE_BLOCKS.length - 1 ? family.transition(value) : value;
        }
        return layers.build(layers.dense(layers.flatten(layers.globalAveragePool(value), 1), 1000));
    }

    private Value grown(Value in) {
        Value ready = layers.relu(layers.batchNormalization(in));
        Value narrow = layers.relu(layers.conv(ready, 4 * GROWTH, Filter.valid(1), Offsets.BATCH));
        return layers.conv(narrow, GROWTH, Filter.centred(3), Offsets.NONE);
    }

    private Value transition(Value in) {
        Value half = layers.conv(in, in.channels() / 2, Filter.valid(1), Offsets.NONE);
        return layers.averagePool(half, Filter.valid(2).stride(2));
    }
}
