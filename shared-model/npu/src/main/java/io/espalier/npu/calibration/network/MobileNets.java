package io.espalier.npu.calibration.network;

import io.espalier.npu.calibration.network.NetworkBuilder.Value;

/// Depthwise and pointwise convolutions in turn.
///
/// Sources: Howard et al., arXiv:1704.04861, table 1; Sandler et al., arXiv:1801.04381, table 2.
final class MobileNets {

    private static final int[][] V1 = {
        {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1}, {512, 1}, {512, 1},
        {1024, 2}, {1024, 1}
    };

    /// Expansion, channels, repeats, stride of the first.
    private static final int[][] V2 = {
        {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
    };

    private final NetworkBuilder layers;

    private MobileNets(NetworkBuilder layers) {
        this.layers = layers;
    }

    static Network.Definition v1(String name, int extent) {
        NetworkBuilder layers = new NetworkBuilder(name, extent);
        MobileNets family = new MobileNets(layers);
        Value value = family.pointwise(layers.image(), 32, Filter.same(3).stride(2));
        for (int[] row : V1) {
            value = family.pointwise(family.spatial(value, row[1]), row[0], Filter.same(1));
        }
        return family.classified(value);
    }

    static Network.Definition v2(String name, int extent) {
        NetworkBuilder layers = new NetworkBuilder(name, extent);
        MobileNets family = new MobileNets(layers);
        Value value = family.pointwise(layers.image(), 32, Filter.centred(3).stride(2));
        for (int[] row : V2) {
            for (int repeat = 0; repeat < row[2]; repeat++) {
                value = family.bottleneck(value, row[0], row[1], repeat == 0 ? row[3] : 1);
            }
        }
        return family.classified(family.pointwise(value, 1280, Filter.same(1)));
    }

    private Value bottleneck(Value in, int expansion, int channels, int stride) {
        Value wide = expansion == 1 ? in : pointwise(in, in.channels() * expansion, Filter.same(1));
        Value narrow = layers.conv(spatial(wide, stride), channels, Filter.same(1), Offsets.BATCH);
        return stride == 1 && in.channels() == channels ? layers.add(in, narrow) : narrow;
    }

    private Value pointwise(Value in, int channels, Filter filter) {
        return layers.relu6(layers.conv(in, channels, filter, Offsets.BATCH));
    }

    private Value spatial(Value in, int stride) {
        return layers.relu6(layers.depthwise(in, Filter.centred(3).stride(stride), Offsets.BATCH));
    }

    private Network.Definition classified(Value in) {
        return layers.build(layers.dense(layers.flatten(layers.globalAveragePool(in), 1), 1000));
    }
}
