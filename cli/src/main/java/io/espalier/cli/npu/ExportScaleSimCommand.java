package io.espalier.cli.npu;

import io.espalier.cli.sample.ImageExtent;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.npu.NpuProfile;
import io.espalier.npu.NpuProfiles;
import io.espalier.npu.engine.MacArray;
import io.espalier.npu.engine.Systolic;
import io.espalier.npu.engine.SystolicArray;
import io.espalier.npu.scalesim.ScaleSimExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A model as SCALE-Sim reads it.
@Command(
        name = "export-scalesim",
        header = "Write a model's products as SCALE-Sim reads them: a topology and a configuration.",
        description = "Every product keeps its M, N and K; padding becomes part of the input's extent.",
        footer = {
            "",
            "Examples:",
            "  espalier npu export-scalesim resnet20.onnx --output scalesim/",
            "  espalier npu export-scalesim mobilenet-v2 --device tpu-v1 --output scalesim/",
            "  python3 -m scalesim.scale -c scalesim/resnet20.cfg -t scalesim/resnet20.csv -p results/"
        })
public final class ExportScaleSimCommand implements Callable<Integer> {

    private static final int SRAM_KB = 64;

    @Parameters(paramLabel = "MODEL", description = "an ONNX file or a published network's name")
    private String model = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "where the two files are written")
    private Path output = Path.of("");

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "systolic-32x32",
            description = "whose array the configuration describes (default: systolic-32x32)")
    private String device = "";

    @Option(names = "--image", paramLabel = "HxW", description = "extent of the images (default: as the model says)")
    private @Nullable String image;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NetworkSource source = NetworkSource.of(model, image == null ? null : ImageExtent.parse(image));
        SystolicArray array = array(NpuProfiles.find(device));
        String name = source.name().replaceAll("\\.onnx$", "");
        Files.createDirectories(output);
        Path topology = Files.writeString(output.resolve(name + ".csv"), ScaleSimExport.topology(source.network()));
        Path config = Files.writeString(output.resolve(name + ".cfg"), ScaleSimExport.config(name, array, SRAM_KB));
        spec.commandLine().getOut().println(topology + "\n" + config);
        return 0;
    }

    private static SystolicArray array(NpuProfile profile) {
        return switch (profile.engine()) {
            case Systolic systolic -> systolic.array();
            case MacArray ignored ->
                throw new PipelineException.Permanent(
                        ErrorCode.REQUEST_INVALID,
                        "SCALE-Sim simulates systolic arrays only, %s is none; give a systolic --device"
                                .formatted(profile.name()));
        };
    }
}
