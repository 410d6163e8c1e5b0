package io.espalier.cli.npu;

import io.espalier.cli.Bounds;
import io.espalier.cli.sample.ImageExtent;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.npu.NpuProfiles;
import io.espalier.runs.latency.EstimateReport;
import io.espalier.runs.latency.MeasuredLatency;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What a model costs on devices, layer by layer.
@Command(
        name = "estimate",
        header = "Predict a model's latency on devices, layer by layer.",
        description = {
            "For one image. Zero weights save what the device can leave out; see docs/npu-model.md for what is counted.",
            "MODEL is an ONNX file, or a published network without weights, such as mobilenet-v2 or resnet50-v2."
        },
        footer = {
            "",
            "Examples:",
            "  espalier npu estimate resnet20.onnx --device systolic-8x8",
            "  espalier npu estimate detector.onnx --device rk3588-core,edge-tpu --html report.html",
            "  espalier npu estimate resnet50-v2 --device my-device.yaml --csv",
            "  espalier npu estimate resnet20.onnx --device ethos-u65-256 --measure --threads 2"
        })
public final class EstimateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "an ONNX file or a published network's name")
    private String model = "";

    @Option(
            names = "--device",
            paramLabel = "NAME",
            split = ",",
            required = true,
            description = "names as in `espalier npu devices`, or profile files")
    private List<String> devices = List.of();

    @Option(names = "--image", paramLabel = "HxW", description = "extent of the images (default: as the model says)")
    private @Nullable String image;

    @Option(names = "--csv", description = "one line a layer and device")
    private boolean csv;

    @Option(names = "--json", description = "everything as one JSON object")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "write a page with roofline, layers and comparison")
    private @Nullable Path html;

    @Option(names = "--measure", description = "also time the model in ONNX Runtime on this processor")
    private boolean measure;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "of the measurement (default: 1)")
    private int threads;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "50", description = "timed inferences (default: 50)")
    private int runs;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Bounds.require(spec, "--threads", threads, 1, 1024);
        Bounds.require(spec, "--runs", runs, 1, 100_000);
        NetworkSource source = NetworkSource.of(model, image == null ? null : ImageExtent.parse(image));
        EstimateReport report = report(source);
        if (html != null) {
            Files.writeString(html, EstimatePage.of(report));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new String(Json.write(report), StandardCharsets.UTF_8));
        } else if (csv) {
            EstimateCsv.lines(report).forEach(out::println);
        } else {
            EstimateTable.lines(report).forEach(out::println);
        }
        return 0;
    }

    private EstimateReport report(NetworkSource source) {
        return EstimateReport.of(
                source.name(),
                source.network(),
                devices.stream().map(NpuProfiles::find).toList(),
                measure ? measured(source) : null);
    }

    private MeasuredLatency measured(NetworkSource source) {
        if (source.file() == null) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID,
                    "--measure needs an ONNX file; the published network '%s' has no weights".formatted(source.name()));
        }
        return MeasuredLatency.of(source.graph(Objects.requireNonNull(source.file())), threads, runs);
    }
}
