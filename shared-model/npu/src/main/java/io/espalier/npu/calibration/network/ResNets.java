package io.espalier.npu.calibration.network;

import io.espalier.npu.calibration.network.NetworkBuilder.Value;

/// Residual networks of bottlenecks.
///
/// Sources: He et al., arXiv:1512.03385 and arXiv:1603.05027; where published programs differ from the papers, the
/// method says which program it follows.
final class ResNets {

    private static final int[] CHANNELS = {64, 128, 256, 512};
    private static final int[] FIFTY = {3, 4, 6, 3};
    private static final int[] HUNDRED_FIFTY_TWO = {3, 8, 36, 3};

    private final NetworkBuilder layers;
    private final Offsets plain;

    private ResNets(NetworkBuilder layers, Offsets plain) {
        this.layers = layers;
        this.plain = plain;
    }

    /// The paper's, stride in the first 1×1; biases before normalisation as Keras' `ResNet50`.
    static Network.Definition v1Fifty(String name, int extent) {
        NetworkBuilder layers = new NetworkBuilder(name, extent);
        ResNets family = new ResNets(layers, Offsets.BIAS_AND_BATCH);
        Value value = family.stem(layers.relu(family.convolved(layers.image(), 64, 7, 2)));
        for (int stage = 0; stage < CHANNELS.length; stage++) {
            for (int block = 0; block < FIFTY[stage]; block++) {
                value = family.original(value, CHANNELS[stage], stage > 0 && block == 0 ? 2 : 1);
            }
        }
        return family.classified(value);
    }

    private Value original(Value in, int channels, int stride) {
        Value first = layers.relu(convolved(in, channels, 1, stride));
        Value second = layers.relu(convolved(first, channels, 3, 1));
        Value third = convolved(second, 4 * channels, 1, 1);
        Value shortcut = in.channels() == 4 * channels && stride == 1 ? in : convolved(in, 4 * channels, 1, stride);
        return layers.relu(layers.add(third, shortcut));
    }

    /// Normalisation before convolution, stride in the last block of a stage: Keras' and TF-Slim's.
    static Network.Definition v2FiftyOfKeras(String name, int extent) {
        return ofKeras(name, extent, FIFTY);
    }

    static Network.Definition v2HundredFiftyTwoOfKeras(String name, int extent) {
        return ofKeras(name, extent, HUNDRED_FIFTY_TWO);
    }

    private static Network.Definition ofKeras(String name, int extent, int[] blocks) {
        NetworkBuilder layers = new NetworkBuilder(name, extent);
        ResNets family = new ResNets(layers, Offsets.BIAS);
        Value value = family.stem(family.convolved(layers.image(), 64, 7, 2));
        for (int stage = 0; stage < CHANNELS.length; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                boolean last = block == blocks[stage] - 1 && stage < CHANNELS.length - 1;
                value = family.strideLast(value, CHANNELS[stage], last ? 2 : 1);
            }
        }
        return family.classified(layers.relu(layers.batchNormalization(value)));
    }

    private Value strideLast(Value in, int channels, int stride) {
        Value ready = layers.relu(layers.batchNormalization(in));
        Value shortcut = in.channels() == 4 * channels
                ? (stride == 1 ? in : layers.maxPool(in, Filter.valid(1).stride(stride)))
                : convolved(ready, 4 * channels, 1, stride);
        return layers.add(shortcut, branch(ready, channels, stride, Offsets.BIAS));
    }

    private Value branch(Value in, int channels, int stride, Offsets last) {
        Value first = layers.relu(layers.conv(in, channels, Filter.centred(1), Offsets.BATCH));
        Value second =
                layers.relu(layers.conv(first, channels, Filter.centred(3).stride(stride), Offsets.BATCH));
        return layers.conv(second, 4 * channels, Filter.centred(1), last);
    }

    /// Normalisation before convolution, stride in the 3×3 of a stage's first block: Gluon's, in the ONNX model zoo
    /// as `resnet50-v2-7`. Its normalisation of the image is folded into the first convolution.
    static Network.Definition v2FiftyOfGluon(String name, int extent) {
        NetworkBuilder layers = new NetworkBuilder(name, extent);
        ResNets family = new ResNets(layers, Offsets.NONE);
        Value first = layers.conv(layers.image(), 64, Filter.centred(7).stride(2), Offsets.BATCH);
        Value value = family.stem(layers.relu(first));
        for (int stage = 0; stage < CHANNELS.length; stage++) {
            for (int block = 0; block < FIFTY[stage]; block++) {
                value = family.strideFirst(value, CHANNELS[stage], stage > 0 && block == 0 ? 2 : 1);
            }
        }
        return family.classified(layers.relu(layers.batchNormalization(value)));
    }

    private Value strideFirst(Value in, int channels, int stride) {
        Value ready = layers.relu(layers.batchNormalization(in));
        boolean same = in.channels() == 4 * channels && stride == 1;
        Value shortcut = same ? in : convolved(ready, 4 * channels, 1, stride);
        return layers.add(shortcut, branch(ready, channels, stride, Offsets.NONE));
    }

    private Value stem(Value in) {
        return layers.maxPool(in, Filter.centred(3).stride(2));
    }

    private Value convolved(Value in, int channels, int extent, int stride) {
        return layers.conv(in, channels, Filter.centred(extent).stride(stride), plain);
    }

    private Network.Definition classified(Value in) {
        return layers.build(layers.dense(layers.flatten(layers.globalAveragePool(in), 1), 1000));
    }
}
