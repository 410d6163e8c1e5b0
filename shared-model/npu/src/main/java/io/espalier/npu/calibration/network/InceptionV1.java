package io.espalier.npu.calibration.network;

import io.espalier.npu.calibration.network.NetworkBuilder.Value;

/// GoogLeNet with batch normalisation and 3×3 where the paper has 5×5, as torchvision and TF-Slim have it.
///
/// Source: Szegedy et al., arXiv:1409.4842, table 1.
final class InceptionV1 {

    /// 1×1; 3×3 reduced and full; 5×5 reduced and full; pooled. An empty row is a pooling.
    private static final int[][] MODULES = {
        {64, 96, 128, 16, 32, 32},
        {128, 128, 192, 32, 96, 64},
        {},
        {192, 96, 208, 16, 48, 64},
        {160, 112, 224, 24, 64, 64},
        {128, 128, 256, 24, 64, 64},
        {112, 144, 288, 32, 64, 64},
        {256, 160, 320, 32, 128, 128},
        {},
        {256, 160, 320, 32, 128, 128},
        {384, 192, 384, 48, 128, 128},
    };

    private final NetworkBuilder layers;

    private InceptionV1(NetworkBuilder layers) {
        this.layers = layers;
    }

    static Network.Definition of(String name, int extent) {
        NetworkBuilder layers = new NetworkBuilder(name, extent);
        InceptionV1 network = new InceptionV1(layers);
        Value value =
                network.halved(network.unit(layers.image(), 64, Filter.same(7).stride(2)));
        value = network.unit(value, 64, Filter.same(1));
        value = network.halved(network.unit(value, 192, Filter.same(3)));
        for (int[] module : MODULES) {
            value = module.length == 0 ? network.halved(value) : network.module(value, module);
        }
        return layers.build(layers.dense(layers.flatten(layers.globalAveragePool(value), 1), 1000));
    }

    private Value module(Value in, int[] channels) {
        return layers.concat(
                unit(in, channels[0], Filter.same(1)),
                unit(unit(in, channels[1], Filter.same(1)), channels[2], Filter.same(3)),
                unit(unit(in, channels[3], Filter.same(1)), channels[4], Filter.same(3)),
                unit(layers.maxPool(in, Filter.same(3)), channels[5], Filter.same(1)));
    }

    private Value halved(Value in) {
        return layers.maxPool(in, Filter.same(3).stride(2));
    }

    private Value unit(Value in, int channels, Filter filter) {
        return layers.relu(layers.conv(in, channels, filter, Offsets.BATCH));
    }
}
