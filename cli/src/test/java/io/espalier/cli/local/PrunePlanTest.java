package io.espalier.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cli.ExitCodes;
import io.espalier.cli.sample.AnySize;
import io.espalier.contracts.BudgetUnit;
import io.espalier.contracts.Json;
import io.espalier.onnx.OnnxFile;
import io.espalier.smart.budget.BudgetPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `prune --plan` on the demo's model, for which no data is there.
class PrunePlanTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void copy() throws IOException {
        try (InputStream bytes = PrunePlanTest.class.getResourceAsStream("/demo/shapes-resnet14.onnx")) {
            Files.copy(bytes, directory.resolve("resnet14.onnx"));
        }
    }

    @Test
    void printsEveryLayerAndTheReachableRangeOfEveryUnit() throws IOException {
        assertThat(run("budget: {macs: 50%}")).as(err.toString()).isEqualTo(ExitCodes.DONE);

        assertThat(out.toString().lines())
                .first()
                .isEqualTo("budget: macs 50% on systolic-32x32; kept by magnitude before any training");
        assertThat(out.toString())
                .containsPattern("layer +shape +blocks +kept +share +parameters +MACs +cycles\n")
                .containsPattern("macs +[0-9,]+ +[0-9,]+ +(50.0|49.[0-9]) % +[0-9,]+ +[0-9,]+ to [0-9,]+ +");
        for (BudgetUnit unit : BudgetUnit.values()) {
            assertThat(out.toString()).containsPattern("\n" + unit.text() + " +[0-9]");
        }
    }

    /// What the rows say adds up to what the totals say, and the limit is met.
    @Test
    void theSameAsJson() throws IOException {
        assertThat(run("budget: {macs: 50%, latency-ms: 90%}", "--json")).isEqualTo(ExitCodes.DONE);

        BudgetPlan plan = Json.read(out.toString().getBytes(StandardCharsets.UTF_8), BudgetPlan.class);
        BudgetPlan.Unit macs = unit(plan, BudgetUnit.MACS);
        BudgetPlan.Unit latency = unit(plan, BudgetUnit.LATENCY_MS);
        assertThat(plan.blocks())
                .isEqualTo(plan.layers().stream()
                        .mapToInt(BudgetPlan.Layer::blocks)
                        .sum());
        assertThat(plan.kept())
                .isEqualTo(
                        plan.layers().stream().mapToInt(BudgetPlan.Layer::kept).sum());
        assertThat(macs.kept()).isLessThanOrEqualTo(macs.dense() / 2);
        assertThat(macs.limit()).isEqualTo(macs.dense() / 2);
        assertThat(latency.kept()).isLessThanOrEqualTo(0.9 * latency.dense());
        double removed = plan.layers().stream()
                .mapToDouble(layer -> layer.macs().dense() - layer.macs().kept())
                .sum();
        assertThat(macs.dense() - macs.kept()).isEqualTo(removed);
        assertThat(unit(plan, BudgetUnit.PARAMETERS).limit()).isNull();
    }

    @Test
    void aModelOfAnySizeIsPlannedForTheExtentThatIsGiven() throws IOException {
        assertThat(run("budget: {macs: 50%}")).isEqualTo(ExitCodes.DONE);
        String sized = out.toString();
        out.getBuffer().setLength(0);
        Path model = directory.resolve("resnet14.onnx");
        Files.write(model, OnnxFile.write(AnySize.of(OnnxFile.read(model))));

        assertThat(run("budget: {macs: 50%}")).isNotEqualTo(ExitCodes.DONE);
        assertThat(err.toString())
                .contains("leaves the size of the images open")
                .contains("--image HxW");
        assertThat(run("budget: {macs: 50%}", "--image", "32x32")).isEqualTo(ExitCodes.DONE);
        assertThat(out.toString()).isEqualTo(sized);
    }

    @Test
    void anUnreachableBudgetIsRefusedWithItsRange() throws IOException {
        assertThat(run("budget: {npu-cycles: 1%}")).isNotEqualTo(ExitCodes.DONE);
        assertThat(err.toString()).contains("prune.budget.npu-cycles 1%").contains("reachable: ");
    }

    private static BudgetPlan.Unit unit(BudgetPlan plan, BudgetUnit unit) {
        return plan.units().stream()
                .filter(one -> one.unit() == unit)
                .findFirst()
                .orElseThrow();
    }

    private int run(String prune, String... options) throws IOException {
        Path spec = Files.writeString(
                directory.resolve("spec.yaml"), "model: m\ndata: {uri: nowhere}\nprune: {%s}\n".formatted(prune));
        CommandLine command = new CommandLine(new PruneCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        String[] arguments = new String[options.length + 4];
        arguments[0] = directory.resolve("resnet14.onnx").toString();
        arguments[1] = "--spec";
        arguments[2] = spec.toString();
        arguments[3] = "--plan";
        System.arraycopy(options, 0, arguments, 4, options.length);
        return command.execute(arguments);
    }
}
