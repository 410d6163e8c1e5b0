package io.espalier.cli.npu;

import io.espalier.cli.terminal.Table;
import io.espalier.cli.terminal.Units;
import io.espalier.contracts.Json;
import io.espalier.npu.NpuProfile;
import io.espalier.npu.NpuProfiles;
import io.espalier.npu.engine.MacArray;
import io.espalier.npu.engine.Sparsity;
import io.espalier.npu.engine.SystolicCompat;
import io.espalier.npu.engine.SystolicOverlapped;
import io.espalier.npu.profile.Memory;
import io.espalier.runs.latency.EstimateReport;
import io.espalier.runs.latency.Words;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The devices that can be named, or one of them with the source of every number.
@Command(
        name = "devices",
        header = "List the devices, or say where each number of one comes from.",
        description = {
            "A device of your own is a YAML file; give its path to the npu commands. A spec names one of these.",
            "Confidence: exact-reference (cycles equal a public reference), calibrated (fitted to published latencies,"
                    + " error known), uncalibrated (public figures only)."
        },
        footer = {
            "",
            "Examples:",
            "  espalier npu devices",
            "  espalier npu devices rk3588-core",
            "  espalier npu devices --json my-device.yaml"
        })
public final class DevicesCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DEVICE", arity = "0..*", description = "names or profile files (default: all)")
    private List<String> devices = List.of();

    @Option(names = "--json", description = "one JSON object a device")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /// @param tops 10¹² operations a second at most, two a multiply-accumulate
    record Device(
            String name,
            String summary,
            String engine,
            double tops,
            String memory,
            String sparsity,
            String confidence,
            Map<String, String> sources) {

        static Device of(NpuProfile profile) {
            return new Device(
                    profile.name(),
                    profile.summary(),
                    DevicesCommand.engine(profile),
                    EstimateReport.peakTops(profile),
                    DevicesCommand.memory(profile.memory()),
                    DevicesCommand.sparsity(profile.sparsity()),
                    Words.of(profile.confidence()),
                    profile.sources());
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Device> found = (devices.isEmpty() ? NpuProfiles.names() : devices)
                .stream().map(NpuProfiles::find).map(Device::of).toList();
        if (json) {
            found.forEach(device -> out.println(new String(Json.write(device), StandardCharsets.UTF_8)));
        } else if (devices.isEmpty()) {
            table(found).lines().forEach(out::println);
        } else {
            found.forEach(device -> describe(device, out));
        }
        return 0;
    }

    private static Table table(List<Device> devices) {
        Table table = new Table("DEVICE", "ENGINE", "PEAK TOPS", "MEMORY", "SPARSITY", "CONFIDENCE", "WHAT IT IS");
        for (Device device : devices) {
            table.row(
                    device.name(),
                    device.engine(),
                    Units.number(device.tops()),
                    device.memory(),
                    device.sparsity(),
                    device.confidence(),
                    device.summary());
        }
        return table;
    }

    private static void describe(Device device, PrintWriter out) {
        out.println(device.name() + ": " + device.summary());
        out.printf(
                Locale.ROOT,
                "%s, %s TOPS, memory %s, sparsity %s, %s%n",
                device.engine(),
                Units.number(device.tops()),
                device.memory(),
                device.sparsity(),
                device.confidence());
        Table table = new Table("NUMBER", "SOURCE");
        device.sources().forEach(table::row);
        table.lines().forEach(out::println);
    }

    private static String engine(NpuProfile profile) {
        String engine =
                switch (profile.engine()) {
                    case SystolicCompat array -> "systolic %d×%d".formatted(array.rows(), array.columns());
                    case SystolicOverlapped array ->
                        "systolic %d×%d overlapped".formatted(array.rows(), array.columns());
                    case MacArray array -> array.macs() + " MACs";
                };
        return profile.cores().count() == 1 ? engine : profile.cores().count() + " × " + engine;
    }

    private static String memory(Memory memory) {
        return switch (memory) {
            case Memory.Ideal ignored -> "never waited for";
            case Memory.Buffered buffered ->
                Units.bytes(buffered.sramBytes()) + ", " + Units.bytes((long) buffered.dramBytesPerSecond()) + "/s";
        };
    }

    private static String sparsity(Sparsity sparsity) {
        return switch (sparsity) {
            case Sparsity.None ignored -> "none";
            case Sparsity.Compressed ignored -> "weights compressed";
            case Sparsity.TileSkip ignored -> "tile skip";
            case Sparsity.KCompact compact -> "K compacted by " + compact.rows();
            case Sparsity.NToM pattern -> pattern.nonZero() + ":" + pattern.group();
            case Sparsity.Rate rate -> "rate, η " + Units.number(rate.eta());
        };
    }
}
