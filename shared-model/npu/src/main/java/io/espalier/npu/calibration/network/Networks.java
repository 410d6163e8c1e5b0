package io.espalier.npu.calibration.network;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.util.List;
import java.util.stream.Collectors;

/// Every published network that a measurement file can name.
public final class Networks {

    private static final String TORCHVISION = "torchvision 0.15, weights' metadata (num_params, _ops)";
    private static final String KERAS = "Keras applications, model.summary(), trainable";

    private static final String GLUON =
            "GluonCV model zoo, resnet50_v2: 25,595,060 with 45,574 running statistics and 6 of the image's normalisation";

    private static final List<Network> ALL = List.of(
            of("mobilenet-v1", 224, 4_231_976, 0.569, "arXiv:1704.04861, 4.2 M", MobileNets::v1),
            of("mobilenet-v2", 224, 3_504_872, 0.301, TORCHVISION, MobileNets::v2),
            of("resnet50-v1-299", 299, 25_583_592, 0, KERAS + " (ResNet50)", ResNets::v1Fifty),
            of("resnet50-v2-299", 299, 25_568_360, 0, KERAS + " (ResNet50V2)", ResNets::v2FiftyOfKeras),
            of("resnet152-v2-299", 299, 60_236_904, 0, KERAS + " (ResNet152V2)", ResNets::v2HundredFiftyTwoOfKeras),
            of("resnet50-v2", 224, 25_549_480, 4.1, GLUON, ResNets::v2FiftyOfGluon),
            of("inception-v1", 224, 6_624_904, 1.498, TORCHVISION + " (googlenet)", InceptionV1::of),
            of("inception-v4", 299, 42_679_816, 12.28, "Cadene/pretrained-models.pytorch", InceptionV4::of),
            of("squeezenet", 224, 1_248_424, 0.819, TORCHVISION + " (squeezenet1_0)", SmallFilters::squeezeNet),
            of("vgg16", 224, 138_357_544, 15.47, TORCHVISION, SmallFilters::vgg16),
            of("vgg19", 224, 143_667_240, 19.632, TORCHVISION, SmallFilters::vgg19),
            of("densenet121", 224, 7_978_856, 2.834, TORCHVISION, SmallFilters::denseNet121),
            of("yolov5n", 640, 1_872_157, 2.25, "ultralytics/yolov5 v6.0", (n, e) -> Yolos.v5(n, e, false, 0.33, 0.25)),
            of("yolov5s", 640, 7_235_389, 8.25, "ultralytics/yolov5 v6.0", (n, e) -> Yolos.v5(n, e, false, 0.33, 0.5)),
            of(
                    "yolov5s-relu",
                    640,
                    7_235_389,
                    8.25,
                    "ultralytics/yolov5 v6.0",
                    (n, e) -> Yolos.v5(n, e, true, 0.33, 0.5)),
            of(
                    "yolov5m",
                    640,
                    21_190_557,
                    24.5,
                    "ultralytics/yolov5 v6.0",
                    (n, e) -> Yolos.v5(n, e, false, 0.67, 0.75)),
            of("yolov8n", 640, 3_157_184, 4.35, "ultralytics 8.0", (n, e) -> Yolos.v8(n, e, 0.33, 0.25, 1024)),
            of("yolov8s", 640, 11_166_544, 14.3, "ultralytics 8.0", (n, e) -> Yolos.v8(n, e, 0.33, 0.5, 1024)),
            of("yolov8m", 640, 25_902_624, 39.45, "ultralytics 8.0", (n, e) -> Yolos.v8(n, e, 0.67, 0.75, 768)),
            of("yolox-s", 640, 8_968_255, 13.4, "Megvii-BaseDetection/YOLOX", (n, e) -> Yolos.x(n, e, 0.33, 0.5)));

    private Networks() {}

    private static Network of(
            String name, int extent, long parameters, double gigaMacs, String source, Written written) {
        return new Network(name, extent, parameters, gigaMacs, source, () -> written.at(name, extent));
    }

    public static List<Network> all() {
        return ALL;
    }

    @FunctionalInterface
    private interface Written {
        Network.Definition at(String name, int extent);
    }

    /// @throws PipelineException.Permanent `SPEC_INVALID` if no network has this name
    public static Network named(String name) {
        return ALL.stream()
                .filter(network -> network.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PipelineException.Permanent(
                        ErrorCode.SPEC_INVALID,
                        "no published network is named '%s'; there are %s, or give the path of an ONNX file"
                                .formatted(name, ALL.stream().map(Network::name).collect(Collectors.joining(", ")))));
    }
}
