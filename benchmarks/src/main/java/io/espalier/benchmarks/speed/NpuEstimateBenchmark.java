package io.espalier.benchmarks.speed;

import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuNetwork;
import io.espalier.npu.NpuProfile;
import io.espalier.npu.NpuProfiles;
import io.espalier.npu.NpuReport;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One network on one device. `lower` infers the shapes and reads every weight once; `estimate` is what each further
/// device costs.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class NpuEstimateBenchmark {

    /// An entry of `models/topologies.zip` in the folder that the property `espalier.shared` names.
    @Param({"resnet50", "csp_pan_detector_m"})
    public String model = "resnet50";

    @Param({"systolic-32x32", "nvdla-2048", "ethos-u65-512"})
    public String device = "systolic-32x32";

    private NpuProfile profile = NpuProfiles.named("systolic-32x32");
    private Graph graph = new Graph(
            "empty",
            java.util.List.of(),
            java.util.List.of(),
            java.util.List.of(),
            java.util.Map.of(),
            io.espalier.onnx.ModelHeader.of(17));
    private NpuNetwork network = NpuNetwork.of(graph);

    @Setup
    public void read() throws IOException {
        profile = NpuProfiles.named(device);
        Path models = Path.of(System.getProperty("espalier.shared", "../shared"), "models", "topologies.zip");
        try (ZipFile zip = new ZipFile(models.toFile());
                var entry = zip.getInputStream(zip.getEntry(model + ".onnx"))) {
            graph = TrainingForm.of(OnnxFile.read(entry.readAllBytes()));
        }
        network = NpuNetwork.of(graph);
    }

    @Benchmark
    public NpuReport estimate() {
        return NpuModel.estimate(network, profile);
    }

    @Benchmark
    public NpuNetwork lower() {
        return NpuNetwork.of(graph);
    }
}
