package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.npu.engine.MacArray;
import io.espalier.npu.engine.Sparsity;
import io.espalier.npu.engine.Systolic;
import io.espalier.npu.profile.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/npu-model.md` lists the profiles as they are; `-Dgolden.update` writes the list.
class NpuDocumentTest {

    private static final String BEGIN = "<!-- profiles: kept by NpuDocumentTest -->\n";
    private static final String END = "<!-- end of profiles -->";

    @Test
    void theListOfProfilesIsTrue() throws IOException {
        Path document = Path.of("../../docs/npu-model.md");
        assumeTrue(Files.isRegularFile(document), "skipped: no documentation beside this checkout");
        String text = Files.readString(document);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (System.getProperty("golden.update") != null) {
            Files.writeString(document, text.substring(0, begin) + table() + text.substring(end));
        } else {
            assertThat(text.substring(begin, end)).isEqualTo(table());
        }
    }

    private static String table() {
        String rows = NpuProfiles.all().stream().map(NpuDocumentTest::row).collect(Collectors.joining());
        return "| name | engine | MACs a cycle | clock, MHz | zeros | outer memory, GB/s | confidence |\n"
                + "|---|---|---|---|---|---|---|\n" + rows;
    }

    private static String row(NpuProfile profile) {
        String engine =
                switch (profile.engine()) {
                    case Systolic systolic ->
                        "%s %d × %d"
                                .formatted(
                                        systolic.getClass().getSimpleName(),
                                        systolic.array().rows(),
                                        systolic.array().columns());
                    case MacArray array ->
                        "MacArray, granules %d × %d".formatted(array.inputGranule(), array.outputGranule());
                };
        String memory = profile.memory() instanceof Memory.Buffered buffered
                ? "%.2f".formatted(buffered.dramBytesPerSecond() / 1e9)
                : "never waited for";
        return "| `%s` | %s | %d | %d | %s | %s | %s |%n"
                .formatted(
                        profile.name(),
                        engine,
                        profile.engine().macsPerCycle() * profile.cores().count(),
                        profile.clockHz() / 1_000_000,
                        zeros(profile.sparsity()),
                        memory,
                        profile.confidence().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static String zeros(Sparsity sparsity) {
        return switch (sparsity) {
            case Sparsity.None ignored -> "none";
            case Sparsity.Compressed ignored -> "compressed";
            case Sparsity.TileSkip ignored -> "tile-skip";
            case Sparsity.KCompact granule -> "k-compact " + granule.rows();
            case Sparsity.NToM pattern -> pattern.nonZero() + ":" + pattern.group();
            case Sparsity.Rate rate -> "rate " + rate.eta();
        };
    }
}
