package io.espalier.npu.calibration.network;

import io.espalier.npu.calibration.network.NetworkBuilder.Value;
import java.util.ArrayList;
import java.util.List;

/// One-stage detectors for 80 classes, up to the convolutions of their heads: boxes are decoded by the host.
///
/// Sources: `ultralytics/yolov5` v6.0, `models/yolov5*.yaml`; `ultralytics/ultralytics` 8.0, `yolov8.yaml`;
/// YOLOX, arXiv:2107.08430, `Megvii-BaseDetection/YOLOX` 0.3.
final class Yolos {

    private static final int CLASSES = 80;

    private final NetworkBuilder layers;
    private final CspParts parts;
    private final double depth;
    private final double width;

    private Yolos(NetworkBuilder layers, boolean relu, double depth, double width) {
        this.layers = layers;
        this.parts = new CspParts(layers, relu);
        this.depth = depth;
        this.width = width;
    }

    private int wide(int channels) {
        return (int) Math.ceil(channels * width / 8) * 8;
    }

    private int deep(int repeats) {
        return Math.max(1, (int) Math.round(repeats * depth));
    }

    /// @param depth multiple of the repeats, 0.33 for n and s
    /// @param width multiple of the channels, 0.25 for n, 0.5 for s
    static Network.Definition v5(String name, int extent, boolean relu, double depth, double width) {
        NetworkBuilder layers = new NetworkBuilder(name, extent);
        Yolos network = new Yolos(layers, relu, depth, width);
        Value stem = network.parts.unit(
                layers.image(), network.wide(64), Filter.padded(6, 2).stride(2));
        List<Value> levels = network.neck(network.backbone(stem));
        return layers.build(levels.stream()
                .map(level -> layers.sigmoid(layers.conv(level, 3 * (CLASSES + 5), Filter.valid(1), Offsets.BIAS)))
                .toArray(Value[]::new));
    }

    /// Strides 8, 16 and 32.
    private List<Value> backbone(Value stem) {
        Value p2 = stage(stem, 128, 3, true);
        Value p3 = stage(p2, 256, 6, true);
        Value p4 = stage(p3, 512, 9, true);
        return List.of(p3, p4, parts.pyramid(stage(p4, 1024, 3, true), wide(1024)));
    }

    private Value stage(Value in, int channels, int repeats, boolean shortcut) {
        return parts.c3(parts.unit(in, wide(channels), 3, 2), wide(channels), deep(repeats), shortcut);
    }

    private List<Value> neck(List<Value> maps) {
        Value top = parts.unit(maps.get(2), wide(512), 1, 1);
        Value middle = joined(layers.doubled(top), maps.get(1), 512);
        Value middleNarrow = parts.unit(middle, wide(256), 1, 1);
        Value fine = joined(layers.doubled(middleNarrow), maps.get(0), 256);
        Value back = joined(parts.unit(fine, wide(256), 3, 2), middleNarrow, 512);
        Value coarse = joined(parts.unit(back, wide(512), 3, 2), top, 1024);
        return List.of(fine, back, coarse);
    }

    private Value joined(Value left, Value right, int channels) {
        return parts.c3(layers.concat(left, right), wide(channels), deep(3), false);
    }

    /// @param most channels of the coarsest map before scaling: 1024 for n and s, 768 for m
    static Network.Definition v8(String name, int extent, double depth, double width, int most) {
        NetworkBuilder layers = new NetworkBuilder(name, extent);
        Yolos network = new Yolos(layers, false, depth, width);
        return layers.build(network.boxesAndClasses(network.neckOf8(network.backboneOf8(most), most)));
    }

    private List<Value> backboneOf8(int most) {
        Value stem = parts.unit(layers.image(), wide(64), 3, 2);
        Value p2 = stageOf8(stem, 128, 3);
        Value p3 = stageOf8(p2, 256, 6);
        Value p4 = stageOf8(p3, 512, 6);
        return List.of(p3, p4, parts.pyramid(stageOf8(p4, most, 3), wide(most)));
    }

    private Value stageOf8(Value in, int channels, int repeats) {
        return parts.c2f(parts.unit(in, wide(channels), 3, 2), wide(channels), deep(repeats), true);
    }

    private List<Value> neckOf8(List<Value> maps, int most) {
        Value middle = joinedOf8(layers.doubled(maps.get(2)), maps.get(1), 512);
        Value fine = joinedOf8(layers.doubled(middle), maps.get(0), 256);
        Value back = joinedOf8(parts.unit(fine, wide(256), 3, 2), middle, 512);
        return List.of(fine, back, joinedOf8(parts.unit(back, wide(512), 3, 2), maps.get(2), most));
    }

    private Value joinedOf8(Value left, Value right, int channels) {
        return parts.c2f(layers.concat(left, right), wide(channels), deep(3), false);
    }

    private Value[] boxesAndClasses(List<Value> levels) {
        int finest = levels.get(0).channels();
        int ofBoxes = Math.max(16, Math.max(finest / 4, 64));
        int ofClasses = Math.max(finest, CLASSES);
        List<Value> outputs = new ArrayList<>();
        for (Value level : levels) {
            outputs.add(branch(level, ofBoxes, 64));
            outputs.add(layers.sigmoid(branch(level, ofClasses, CLASSES)));
        }
        return outputs.toArray(Value[]::new);
    }

    private Value branch(Value in, int channels, int outputs) {
        Value value = parts.unit(parts.unit(in, channels, 3, 1), channels, 3, 1);
        return layers.conv(value, outputs, Filter.valid(1), Offsets.BIAS);
    }

    static Network.Definition x(String name, int extent, double depth, double width) {
        NetworkBuilder layers = new NetworkBuilder(name, extent);
        Yolos network = new Yolos(layers, false, depth, width);
        Value stem = network.parts.unit(layers.folded(layers.image()), network.wide(64), 3, 1);
        Value p3 = network.stage(network.stage(stem, 128, 3, true), 256, 9, true);
        Value p4 = network.stage(p3, 512, 9, true);
        Value down = network.parts.unit(p4, network.wide(1024), 3, 2);
        Value pooled = network.parts.widePyramid(down, network.wide(1024));
        Value p5 = network.parts.c3(pooled, network.wide(1024), network.deep(3), false);
        return layers.build(network.decoupled(network.neck(List.of(p3, p4, p5))));
    }

    private Value[] decoupled(List<Value> levels) {
        int channels = wide(256);
        List<Value> outputs = new ArrayList<>();
        for (Value level : levels) {
            Value in = parts.unit(level, channels, 1, 1);
            Value classes = parts.unit(parts.unit(in, channels, 3, 1), channels, 3, 1);
            Value boxes = parts.unit(parts.unit(in, channels, 3, 1), channels, 3, 1);
            outputs.add(layers.sigmoid(layers.conv(classes, CLASSES, Filter.valid(1), Offsets.BIAS)));
            outputs.add(layers.conv(boxes, 4, Filter.valid(1), Offsets.BIAS));
            outputs.add(layers.sigmoid(layers.conv(boxes, 1, Filter.valid(1), Offsets.BIAS)));
        }
        return outputs.toArray(Value[]::new);
    }
}
