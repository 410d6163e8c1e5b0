package io.espalier.runs.export;

import ai.onnxruntime.OrtEnvironment;
import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.Gates;
import io.espalier.contracts.Json;
import io.espalier.contracts.RunSpec;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// A report for people, Markdown: accuracy, latency, budgets, gates, the blocks of every layer, and what it was made
/// with.
public final class RunSummary {

    private static final int BAR = 30;

    private final RunSpec spec;
    private final EvaluationReport report;
    private final List<KeptBlocks> layers;
    private final StringBuilder text = new StringBuilder();

    private RunSummary(RunSpec spec, EvaluationReport report, List<KeptBlocks> layers) {
        this.spec = spec;
        this.report = report;
        this.layers = layers;
    }

    /// @param model  bytes of the file that was measured
    /// @param report what was measured on it
    public static String markdown(RunSpec spec, EvaluationReport report, byte[] model) {
        return new RunSummary(spec, report, KeptBlocks.of(model, spec.prune())).write();
    }

    private String write() {
        String method = Json.MAPPER.convertValue(spec.prune().method(), String.class);
        line("# %s", spec.model());
        line("");
        line(
                "Method %s, pattern %s, %s, seed %d, %d threads.",
                method,
                spec.prune().pattern().label(),
                spec.prune().budget().label().isEmpty()
                        ? "budget as the pattern says"
                        : "budget " + spec.prune().budget().label(),
                spec.reproducibility().seed(),
                spec.reproducibility().threads());
        measured();
        budgets();
        gates();
        layers();
        versions();
        return text.toString();
    }

    private void measured() {
        line("");
        line("| | pushed | dense reference | this model |");
        line("|---|---:|---:|---:|");
        line(
                "| %s on %d images | %.4f | %.4f | **%.4f** |",
                report.metric(),
                report.images(),
                report.sourceAccuracy(),
                report.referenceAccuracy(),
                report.accuracy());
        line(
                "| latency on %s, ms | %.4f | | **%.4f** |",
                report.latency().device(),
                report.denseLatency().milliseconds(),
                report.latency().milliseconds());
        line(
                "| cycles | %,d | | **%,d** |",
                report.denseLatency().cycles(), report.latency().cycles());
        line("| weights on the device, bytes | %,d | | **%,d** |", report.denseWeightBytes(), report.weightBytes());
    }

    private void budgets() {
        BudgetCount budget = report.budget();
        line("");
        line("## Budget, recounted from the file");
        line("");
        line(
                "- blocks: %,d of %,d removed (asked for %,d); %,d of %,d weights are zero",
                budget.removedBlocks(),
                budget.blocks(),
                budget.targetRemoved(),
                budget.zeroWeights(),
                budget.weights());
        budget.limits()
                .forEach(limit -> line(
                        "- %s: %s of at most %s (dense %s)",
                        limit.unit().text(), number(limit.spent()), number(limit.limit()), number(limit.dense())));
    }

    private void gates() {
        line("");
        line("## Gates");
        line("");
        line("| gate | limit | measured | |");
        line("|---|---:|---:|---|");
        for (GateResult gate : Gates.judge(spec, report)) {
            line(
                    "| %s | %s | %s | %s |",
                    name(gate),
                    number(gate.limit()),
                    number(gate.measured()),
                    gate.passed() ? "passed" : gate.detail() == null ? "missed" : "missed: " + gate.detail());
        }
    }

    /// Of a latency with its device, and whether that was estimated or measured, by what.
    private static String name(GateResult gate) {
        return gate.device() == null
                ? gate.gate()
                : "%s on %s, %s (%s)".formatted(gate.gate(), gate.device(), gate.source(), gate.confidence());
    }

    private void layers() {
        int width =
                layers.stream().mapToInt(layer -> layer.node().length()).max().orElse(1);
        line("");
        line("## Blocks kept, layer by layer");
        line("");
        line("```");
        for (KeptBlocks layer : layers) {
            double share = (double) layer.kept() / layer.blocks();
            int full = Math.toIntExact(Math.round(share * BAR));
            line(
                    "%-" + width + "s  %s%s  %5.1f %%  %d of %d",
                    layer.node(),
                    "█".repeat(full),
                    "░".repeat(BAR - full),
                    100 * share,
                    layer.kept(),
                    layer.blocks());
        }
        line("```");
    }

    private void versions() {
        String own = RunSummary.class.getPackage().getImplementationVersion();
        line("");
        line("## Made with");
        line("");
        line("- Espalier %s", Objects.requireNonNullElse(own, "0.1.0-SNAPSHOT"));
        line("- Java %s (%s)", System.getProperty("java.version"), System.getProperty("java.vm.name"));
        line("- ONNX Runtime %s", OrtEnvironment.getEnvironment().getVersion());
        line("- %s, %s", System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.4f", value);
    }

    private void line(String format, Object... values) {
        text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
