package io.espalier.cli.npu;

import io.espalier.cli.terminal.Table;
import io.espalier.cli.terminal.Units;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.npu.NpuNetwork;
import io.espalier.npu.NpuProfile;
import io.espalier.npu.NpuProfiles;
import io.espalier.npu.calibration.Calibration;
import io.espalier.npu.calibration.Errors;
import io.espalier.npu.calibration.Measurement;
import io.espalier.npu.calibration.MeasurementFile;
import io.espalier.npu.calibration.Prediction;
import io.espalier.npu.calibration.ProfileWriter;
import io.espalier.npu.profile.Memory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Fits a device to measured latencies and says how wrong it is on those it did not see.
@Command(
        name = "calibrate",
        header = "Fit a device's efficiency and overheads to measured latencies.",
        description = {
            "Sorts the networks by measured latency, fits to the first, third, fifth, … and reports the error on the"
                    + " others.",
            "FILE is YAML (device, source, measurements: a list of network with ms or fps) or CSV (network,device,ms,"
                    + "source); a network is a published one's name or the path of an ONNX file. The words rk3588 and"
                    + " coral stand for published figures that come with Espalier."
        },
        footer = {
            "",
            "Examples:",
            "  espalier npu calibrate --measurements rk3588",
            "  espalier npu calibrate --measurements board.yaml --write board-profile.yaml",
            "  espalier npu calibrate --measurements all.csv --device edge-tpu"
        })
public final class CalibrateCommand implements Callable<Integer> {

    private static final List<String> PUBLISHED = List.of("rk3588", "coral");

    @Option(
            names = "--measurements",
            paramLabel = "FILE",
            required = true,
            description = "YAML or CSV, or rk3588, or coral")
    private String measurements = "";

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "profile to fit, a name or a file; needed if the file has several devices")
    private @Nullable String device;

    @Option(names = "--write", paramLabel = "FILE", description = "write the fitted profile (YAML)")
    private @Nullable Path write;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Measurement> all = PUBLISHED.contains(measurements)
                ? MeasurementFile.published(measurements).measurements()
                : MeasurementFile.read(Path.of(measurements)).measurements();
        NpuProfile profile = NpuProfiles.find(device == null ? only(all) : device);
        List<Measurement> measured = all.stream()
                .filter(row ->
                        row.device().equals(profile.name()) || row.device().equals(device))
                .toList();
        Calibration calibration = fit(profile, measured);
        print(calibration, spec.commandLine().getOut());
        if (write != null) {
            Files.writeString(write, ProfileWriter.yaml(calibration.profile(), source(calibration)));
        }
        return 0;
    }

    private static String only(List<Measurement> measured) {
        List<String> devices =
                measured.stream().map(Measurement::device).distinct().toList();
        if (devices.size() > 1) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID, "the file has several devices, give --device: one of " + devices);
        }
        return devices.getFirst();
    }

    private static Calibration fit(NpuProfile profile, List<Measurement> measured) {
        Map<String, NpuNetwork> networks = new HashMap<>();
        try {
            return Calibration.fit(
                    profile,
                    measured,
                    name -> networks.computeIfAbsent(
                            name, key -> NetworkSource.of(key, null).network()));
        } catch (IllegalArgumentException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID, "%s: %s".formatted(profile.name(), e.getMessage()), e);
        }
    }

    private String source(Calibration calibration) {
        return String.format(
                Locale.ROOT,
                "fitted to %d of %d networks of %s; held-out median error %.1f %%",
                (calibration.predictions().size() + 1) / 2,
                calibration.predictions().size(),
                measurements,
                calibration.heldOut().medianAbsolutePercent());
    }

    private static void print(Calibration calibration, PrintWriter out) {
        Table table = new Table("NETWORK", "MEASURED MS", "PREDICTED MS", "ERROR", "BEFORE MS", "HALF");
        IntStream.range(0, calibration.predictions().size()).forEach(i -> {
            Prediction row = calibration.predictions().get(i);
            table.row(
                    row.network(),
                    number(row.measuredMs()),
                    number(row.predictedMs()),
                    String.format(Locale.ROOT, "%+.1f%%", row.errorPercent()),
                    number(calibration.uncalibrated().get(i).predictedMs()),
                    row.heldOut() ? "held out" : "fitted");
        });
        table.lines().forEach(out::println);
        out.println();
        errors("held out", calibration.heldOut(), out);
        errors("fitted", calibration.fitted(), out);
        errors("held out, before the fit", calibration.before(), out);
        out.println(figures(calibration.profile()));
    }

    private static void errors(String half, Errors errors, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s: median absolute error %.1f %%, rank correlation %.3f%n",
                half,
                errors.medianAbsolutePercent(),
                errors.rankCorrelation());
    }

    private static String figures(NpuProfile profile) {
        String memory =
                switch (profile.memory()) {
                    case Memory.Ideal ignored -> "";
                    case Memory.Buffered buffered -> ", memory efficiency " + Units.number(buffered.dramEfficiency());
                };
        return "%s: compute efficiency %s%s, %s µs a kernel, %s µs an inference"
                .formatted(
                        profile.name(),
                        Units.number(profile.overhead().computeEfficiency()),
                        memory,
                        Units.number(profile.overhead().launchMicros()),
                        Units.number(profile.overhead().inferenceMicros()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
