package io.espalier.npu.calibration.network;

import io.espalier.npu.calibration.network.NetworkBuilder.Value;
import java.util.ArrayList;
import java.util.List;

/// The parts that one-stage detectors of the YOLO kind are put together from.
///
/// @param relu whether ReLU stands where the authors have SiLU, as Rockchip trains it for its devices
record CspParts(NetworkBuilder layers, boolean relu) {

    Value unit(Value in, int channels, int extent, int stride) {
        return unit(in, channels, Filter.centred(extent).stride(stride));
    }

    Value unit(Value in, int channels, Filter filter) {
        Value value = layers.conv(in, channels, filter, Offsets.BATCH);
        return relu ? layers.relu(value) : layers.silu(value);
    }

    /// Two branches, one of them through `depth` bottlenecks (`C3`).
    Value c3(Value in, int channels, int depth, boolean shortcut) {
        Value left = unit(in, channels / 2, 1, 1);
        for (int i = 0; i < depth; i++) {
            left = bottleneck(left, 1, shortcut);
        }
        return unit(layers.concat(left, unit(in, channels / 2, 1, 1)), channels, 1, 1);
    }

    /// As [#c3], with every bottleneck's result joined (`C2f`).
    Value c2f(Value in, int channels, int depth, boolean shortcut) {
        List<Value> parts = new ArrayList<>(layers.halves(unit(in, channels, 1, 1)));
        for (int i = 0; i < depth; i++) {
            parts.add(bottleneck(parts.getLast(), 3, shortcut));
        }
        return unit(layers.concat(parts.toArray(Value[]::new)), channels, 1, 1);
    }

    private Value bottleneck(Value in, int extent, boolean shortcut) {
        Value out = unit(unit(in, in.channels(), extent, 1), in.channels(), 3, 1);
        return shortcut ? layers.add(in, out) : out;
    }

    /// Three poolings of 5 in a row (`SPPF`).
    Value pyramid(Value in, int channels) {
        Value first = unit(in, in.channels() / 2, 1, 1);
        Value second = pool(first, 5);
        Value third = pool(second, 5);
        return unit(layers.concat(first, second, third, pool(third, 5)), channels, 1, 1);
    }

    /// Poolings of 5, 9 and 13 side by side (`SPP`).
    Value widePyramid(Value in, int channels) {
        Value first = unit(in, in.channels() / 2, 1, 1);
        return unit(layers.concat(first, pool(first, 5), pool(first, 9), pool(first, 13)), channels, 1, 1);
    }

    private Value pool(Value in, int extent) {
        return layers.maxPool(in, Filter.centred(extent));
    }
}
