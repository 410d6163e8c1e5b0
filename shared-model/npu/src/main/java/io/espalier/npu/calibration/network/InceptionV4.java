package io.espalier.npu.calibration.network;

import io.espalier.npu.calibration.network.NetworkBuilder.Value;

/// Source: Szegedy et al., arXiv:1602.07261, figures 3 to 9.
final class InceptionV4 {

    private final NetworkBuilder layers;

    private InceptionV4(NetworkBuilder layers) {
        this.layers = layers;
    }

    static Network.Definition of(String name, int extent) {
        NetworkBuilder layers = new NetworkBuilder(name, extent);
        InceptionV4 network = new InceptionV4(layers);
        Value value = network.stem(layers.image());
        for (int i = 0; i < 4; i++) {
            value = network.moduleA(value);
        }
        value = network.reductionA(value);
        for (int i = 0; i < 7; i++) {
            value = network.moduleB(value);
        }
        value = network.reductionB(value);
        for (int i = 0; i < 3; i++) {
            value = network.moduleC(value);
        }
        return layers.build(layers.dense(layers.flatten(layers.globalAveragePool(value), 1), 1000));
    }

    private Value stem(Value image) {
        Value value = unit(image, 32, Filter.valid(3).stride(2));
        value = unit(unit(value, 32, Filter.valid(3)), 64, Filter.same(3));
        value = layers.concat(pooled(value), unit(value, 96, Filter.valid(3).stride(2)));
        Value left = unit(square(value, 64, 1), 96, Filter.valid(3));
        Value right = unit(unit(square(value, 64, 1), 64, Filter.same(1, 7)), 64, Filter.same(7, 1));
        value = layers.concat(left, unit(right, 96, Filter.valid(3)));
        return layers.concat(unit(value, 192, Filter.valid(3).stride(2)), pooled(value));
    }

    private Value moduleA(Value in) {
        return layers.concat(
                square(in, 96, 1),
                square(square(in, 64, 1), 96, 3),
                square(square(square(in, 64, 1), 96, 3), 96, 3),
                square(averaged(in), 96, 1));
    }

    private Value reductionA(Value in) {
        return layers.concat(
                unit(in, 384, Filter.valid(3).stride(2)),
                unit(square(square(in, 192, 1), 224, 3), 256, Filter.valid(3).stride(2)),
                pooled(in));
    }

    private Value moduleB(Value in) {
        Value two = unit(unit(square(in, 192, 1), 224, Filter.same(1, 7)), 256, Filter.same(7, 1));
        Value four = unit(unit(square(in, 192, 1), 192, Filter.same(7, 1)), 224, Filter.same(1, 7));
        four = unit(unit(four, 224, Filter.same(7, 1)), 256, Filter.same(1, 7));
        return layers.concat(square(in, 384, 1), two, four, square(averaged(in), 128, 1));
    }

    private Value reductionB(Value in) {
        Value wide = unit(unit(square(in, 256, 1), 256, Filter.same(1, 7)), 320, Filter.same(7, 1));
        return layers.concat(
                unit(square(in, 192, 1), 192, Filter.valid(3).stride(2)),
                unit(wide, 320, Filter.valid(3).stride(2)),
                pooled(in));
    }

    private Value moduleC(Value in) {
        Value two = square(in, 384, 1);
        Value three = unit(unit(square(in, 384, 1), 448, Filter.same(3, 1)), 512, Filter.same(1, 3));
        return layers.concat(
                square(in, 256, 1),
                unit(two, 256, Filter.same(1, 3)),
                unit(two, 256, Filter.same(3, 1)),
                unit(three, 256, Filter.same(1, 3)),
                unit(three, 256, Filter.same(3, 1)),
                square(averaged(in), 256, 1));
    }

    private Value pooled(Value in) {
        return layers.maxPool(in, Filter.valid(3).stride(2));
    }

    private Value averaged(Value in) {
        return layers.averagePool(in, Filter.same(3));
    }

    private Value square(Value in, int channels, int extent) {
        return unit(in, channels, Filter.same(extent));
    }

    private Value unit(Value in, int channels, Filter filter) {
        return layers.relu(layers.conv(in, channels, filter, Offsets.BATCH));
    }
}
