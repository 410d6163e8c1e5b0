package io.espalier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.options.ColorScheme;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.SweepId;
import io.espalier.contracts.view.CurvesView;
import io.espalier.contracts.view.RunStatus;
import io.espalier.contracts.view.RunView;
import io.espalier.contracts.view.StageView;
import io.espalier.registry.dashboard.Browser;
import io.espalier.registry.dashboard.DashboardScreenshot;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineIT {

    @TempDir
    private static Path directory;

    private static RunningPlatform platform;

    @BeforeAll
    static void start() throws IOException {
        platform = RunningPlatform.start(directory);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void aPushedModelIsPromotedAndPulledWithExactlyHalfOfItsBlocks() throws IOException {
        Launcher.Result pushed = push("happy", Inputs.SHORT);

        assertThat(pushed.exitCode()).as(pushed.output()).isZero();
        Path pulled = directory.resolve("pulled");
        Launcher.Result pull = platform.espalier("pull", "happy@approved", "-o", pulled.toString());
        assertThat(pull.exitCode()).as(pull.output()).isZero();
        BlockCount.of(onlyFile(pulled)).requireHalfOfTheBundledModel();
    }

    @Test
    void aModelThatMissesAGateIsRejectedAndNotServed() throws IOException {
        Launcher.Result pushed =
                push("missed", "prune: {epochs: 0}\nfinetune: {epochs: 0}\ngates: {min-accuracy: 1.0}\n");

        assertThat(pushed.exitCode()).as(pushed.output()).isEqualTo(1);
        assertThat(pushed.output()).contains("min-accuracy");
        Launcher.Result pull = platform.espalier("pull", "missed@approved", "-o", directory.toString());
        assertThat(pull.exitCode()).isNotZero();
        assertThat(pull.output()).contains(ErrorCode.MODEL_NOT_FOUND.name());
    }

    /// After an upgrade the page names other scripts: a browser that kept it would show the old dashboard, or none.
    @Test
    void browsersAskForTheDashboardAnew() throws IOException {
        URLConnection page = platform.dashboard().toURL().openConnection();
        String html;
        try (InputStream body = page.getInputStream()) {
            html = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
        Matcher script = Pattern.compile("/static/bundle/app-\\w+\\.js").matcher(html);

        assertThat(page.getHeaderField("Cache-Control")).isEqualTo("no-cache");
        assertThat(script.find()).as(html).isTrue();
        URLConnection app = platform.dashboard().resolve(script.group()).toURL().openConnection();
        assertThat(app.getHeaderField("Cache-Control")).contains("immutable");
    }

    /// With two budgets at once, which is a run for each.
    @Test
    void aPlainKafkaProducerCanPush() throws IOException {
        SweepId sweep = SweepId.of(submit("plain-1", platform.model(), "", "plain", Inputs.SWEEP));

        RunView half = platform.awaitEnd(sweep.run(0).value());
        RunView more = platform.awaitEnd(sweep.run(1).value());

        assertThat(half.status()).as(half + platform.logs()).isEqualTo(RunStatus.PROMOTED);
        assertThat(half.model()).isEqualTo("plain");
        assertThat(more.status()).as(more + platform.logs()).isEqualTo(RunStatus.PROMOTED);
        assertThat(control(half)).isTrue();
        assertThat(control(more)).as("trained once").isFalse();
        Launcher.Result compared = platform.espalier("sweep", sweep.value());
        assertThat(compared.output()).contains("block-sparsity 0.5", "block-sparsity 0.7", "*", "dense reference");
        Path pulled = directory.resolve("sweep");
        Launcher.Result pull = platform.espalier("pull", "plain:" + more.version(), "--all", "-o", pulled.toString());
        assertThat(pull.exitCode()).as(pull.output()).isZero();
        try (Stream<Path> files = Files.list(pulled)) {
            assertThat(files.map(file -> file.getFileName().toString().replaceFirst("^plain-v\\d+\\.", "")))
                    .containsExactlyInAnyOrder(
                            "onnx", "report.md", "report.json", "mask.json", "safetensors", "latency.json");
        }
    }

    /// Whether the run trained a dense control itself.
    private static boolean control(RunView run) throws IOException {
        URI curves = platform.dashboard().resolve("api/runs/" + run.runId() + "/curves");
        try (InputStream json = curves.toURL().openStream()) {
            return Json.read(json.readAllBytes(), CurvesView.class).phases().stream()
                    .anyMatch(phase -> phase.phase().equals("control"));
        }
    }

    @Test
    void aKilledPruningServiceEndsWithTheSameBytes() throws IOException {
        String longer = "prune: {epochs: 8}\nfinetune: {epochs: 1}\ngates: {max-accuracy-drop: 0.5}\n";
        RunId undisturbed = submit("kill-0", platform.model(), "", "undisturbed", longer);
        assertThat(platform.awaitEnd(undisturbed.value()).status()).isEqualTo(RunStatus.PROMOTED);

        RunId killed = submit("kill-1", platform.model(), "", "killed", longer);
        platform.await(killed.value(), PipelineIT::isHalfPruned);
        platform.awaitCheckpoint(killed.value(), "pruning"); // or the second attempt would only start anew
        platform.kill("pruning");
        Launcher.Result up = platform.up();

        assertThat(up.exitCode()).as(up.output()).isZero();
        RunView ended = platform.awaitEnd(killed.value());
        assertThat(ended.status()).as(ended + platform.logs()).isEqualTo(RunStatus.PROMOTED);
        assertThat(attempt(ended, Stage.PRUNING)).isEqualTo(2);
        assertThat(digest("killed")).isEqualTo(digest("undisturbed"));
    }

    @Test
    void badInputFailsByNameAndTheNextRecordIsHandled() throws IOException {
        byte[] model = Files.readAllBytes(platform.model());
        Path noModel = Files.writeString(directory.resolve("no-model.onnx"), "this is not a model");
        Path cut = Files.write(directory.resolve("cut.onnx"), Arrays.copyOf(model, model.length / 2));
        String digest = "ab".repeat(32);
        String noData = platform.inputs().spec("bad", Inputs.SHORT).replace("shapes.zip", "absent.zip");
        Map<RunId, ErrorCode> expected = Map.of(
                submit("bad-0", platform.model(), "", noData), ErrorCode.DATASET_NOT_FOUND,
                submit("bad-1", noModel, "", "bad", Inputs.SHORT), ErrorCode.MODEL_NOT_ONNX,
                submit("bad-2", cut, "", "bad", Inputs.SHORT), ErrorCode.MODEL_NOT_ONNX,
                submit("bad-3", platform.model(), digest, "bad", Inputs.SHORT), ErrorCode.DIGEST_MISMATCH,
                submit("bad-4", platform.model(), "", "bad", "prune: {epochs: -1}\n"), ErrorCode.SPEC_INVALID,
                submit("bad-5", platform.model(), "", "bad", "prune: {min-keep-per-layer: 999999}\n"),
                        ErrorCode.BUDGET_UNREACHABLE,
                submit("bad-6", platform.model(), "", "bad", "device: abacus\n"), ErrorCode.DEVICE_UNKNOWN,
                submit("bad-7", directory.resolve("absent.onnx"), "", "bad", Inputs.SHORT),
                        ErrorCode.ARTIFACT_NOT_FOUND);

        RunId good = submit("good-after-bad", platform.model(), "", "good", Inputs.SHORT);

        expected.forEach((run, code) -> {
            RunView ended = platform.awaitEnd(run.value());
            assertThat(ended.status()).as(code.name()).isEqualTo(RunStatus.FAILED);
            assertThat(ended.failure()).as(code.name()).isNotNull().satisfies(f -> {
                assertThat(f.code()).isEqualTo(code);
                assertThat(f.message()).doesNotContain("Exception", "\tat ");
            });
        });
        assertThat(platform.awaitEnd(good.value()).status()).isEqualTo(RunStatus.PROMOTED);
    }

    @Test
    void pushRefusesABadSpecBeforeAnythingIsStored() throws IOException {
        Path spec = platform.spec("refused", "prune: {budget: {block-sparsity: 1.5}}\n");

        Launcher.Result pushed = platform.espalier("push", platform.model().toString(), "--spec", spec.toString());

        assertThat(pushed.exitCode()).isNotZero();
        assertThat(pushed.output())
                .contains("SPEC_INVALID", "prune.budget.block-sparsity must be in [0, 1), was 1.5")
                .doesNotContain("\tat ");
    }

    /// The picture goes to `target/`; with `-Dgolden.update` also into the documentation.
    @Test
    void theDashboardShowsARunWhileItIsPruned() throws IOException {
        Optional<Browser> installed = Browser.launch();
        assumeTrue(installed.isPresent(), "skipped: no Chromium or Chrome on the PATH");
        Path picture = Path.of(System.getProperty("basedir", "."), "target", "dashboard-run.png");
        RunId run =
                submit("watched-1", platform.model(), "", "watched", "prune: {epochs: 12}\nfinetune: {epochs: 2}\n");
        platform.await(run.value(), PipelineIT::isHalfPruned);

        try (Browser browser = installed.get()) {
            String page = platform.dashboard() + "#/runs/" + run;
            DashboardScreenshot.take(browser, page, picture, ColorScheme.LIGHT, ".plot svg");
            assertThat(browser.complaints()).isEmpty();
        }

        assertThat(picture).isNotEmptyFile();
        if (System.getProperty("golden.update") != null) {
            Files.copy(picture, Launcher.root().resolve("docs/images/run.png"), StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(platform.awaitEnd(run.value()).status()).isEqualTo(RunStatus.PROMOTED);
    }

    @Test
    void aSecondUpFindsEverythingRunning() {
        Launcher.Result up = platform.up();

        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(up.output()).contains("already running");
    }

    private static Launcher.Result push(String name, String more) throws IOException {
        return platform.espalier(
                "push",
                platform.model().toString(),
                "--spec",
                platform.spec(name, more).toString(),
                "--watch");
    }

    private static RunId submit(String id, Path model, String sha256, String name, String more) throws IOException {
        return submit(id, model, sha256, platform.inputs().spec(name, more));
    }

    private static RunId submit(String id, Path model, String sha256, String yaml) throws IOException {
        return new PlainProducer(platform.kafka()).submit(id, model, sha256, yaml);
    }

    private static boolean isHalfPruned(RunView run) {
        return run.stages().stream()
                .anyMatch(stage ->
                        stage.stage() == Stage.PRUNING && stage.total() > 0 && stage.done() > stage.total() / 3);
    }

    private static int attempt(RunView run, Stage wanted) {
        return run.stages().stream()
                .filter(stage -> stage.stage() == wanted)
                .mapToInt(StageView::attempt)
                .sum();
    }

    private static String digest(String name) {
        return platform.registry().version(name, "latest").version().model().sha256();
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".onnx"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
