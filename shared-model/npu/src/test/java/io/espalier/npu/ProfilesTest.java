package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.npu.engine.Cores;
import io.espalier.npu.engine.Dataflow;
import io.espalier.npu.engine.MacArray;
import io.espalier.npu.engine.Sparsity;
import io.espalier.npu.engine.SystolicCompat;
import io.espalier.npu.profile.Confidence;
import io.espalier.npu.profile.Memory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Devices as files: every number has a source, and what cannot be is refused with a sentence.
class ProfilesTest {

    private static final String SMALL = ProfileReader.resource("profiles/systolic-8x8.yaml");
    private static final String NVDLA = ProfileReader.resource("profiles/nvdla-2048.yaml");

    @TempDir
    private Path folder;

    @Test
    void everyNumberOfEveryDeviceHasASource() throws Exception {
        for (String name : NpuProfiles.names()) {
            assertThat(NpuProfiles.named(name).name()).isEqualTo(name);
            List<String> bare = new ArrayList<>();
            collectBare(new YAMLMapper().readTree(ProfileReader.resource("profiles/" + name + ".yaml")), "", bare);
            assertThat(bare).as("numbers of %s without a source", name).isEmpty();
        }
    }

    private static void collectBare(JsonNode group, String path, List<String> bare) {
        group.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            String key = path + entry.getKey();
            if (value.isNumber()) {
                bare.add(key);
            } else if (value.isObject() && value.has("value")) {
                assertThat(value.path("source").asText()).as(key).hasSizeGreaterThan(3);
            } else if (value.isObject()) {
                collectBare(value, key + ".", bare);
            }
        });
    }

    @Test
    void theDefaultDeviceIsTheOneThatPublishedFiguresStandFor() {
        NpuProfile device = NpuProfiles.named("systolic-32x32");
        assertThat(device.engine()).isEqualTo(new SystolicCompat(32, 32, Dataflow.WEIGHT_STATIONARY));
        assertThat(device.clockHz()).isEqualTo(500_000_000);
        assertThat(device.sparsity()).isEqualTo(new Sparsity.TileSkip());
        assertThat(device.memory()).isEqualTo(new Memory.Ideal());
        assertThat(device.cores()).isEqualTo(Cores.ONE);
        assertThat(device.vector().lanes()).isEqualTo(32);
        assertThat(device.vector().fusesPools()).isFalse();
        assertThat(device.overhead().launchMicros()).isZero();
        assertThat(device.confidence()).isEqualTo(Confidence.EXACT_REFERENCE);
        assertThat(device.sources()).containsKeys("clock-hz", "engine.rows", "overhead.launch-micros");
    }

    @Test
    void peaksAreThoseOfTheDataSheets() {
        assertThat(teraOperations("tpu-v1")).isBetween(91.0, 92.0);
        assertThat(teraOperations("edge-tpu")).isBetween(3.9, 4.1);
        assertThat(teraOperations("ethos-u55-128")).isEqualTo(0.128);
        assertThat(teraOperations("ethos-u65-512")).isBetween(1.0, 1.1);
        assertThat(teraOperations("rk3588-core")).isBetween(2.0, 2.1);
        assertThat(teraOperations("meteor-lake-npu")).isBetween(9.5, 11.5);
        assertThat(teraOperations("lunar-lake-npu")).isBetween(40.0, 48.0);
        assertThat(teraOperations("nvdla-2048")).isBetween(4.0, 4.1);
        assertThat(teraOperations("eyeriss")).isBetween(0.066, 0.084);
    }

    private static double teraOperations(String name) {
        NpuProfile device = NpuProfiles.named(name);
        return 2e-12 * device.engine().macsPerCycle() * device.cores().count() * device.clockHz();
    }

    @Test
    void aFileOfOnesOwnIsReadByItsPath() throws Exception {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, NVDLA.replace("name: nvdla-2048", "name: mine").replace("value: 2048", "value: 1024"));
        NpuProfile device = NpuProfiles.find(file.toString());
        assertThat(device.name()).isEqualTo("mine");
        assertThat(((MacArray) device.engine()).macs()).isEqualTo(1024);
        assertThat(NpuProfiles.find("eyeriss")).isSameAs(NpuProfiles.named("eyeriss"));
        assertRefused(() -> NpuProfiles.find("nowhere.yaml"), ErrorCode.DEVICE_UNKNOWN, "nowhere.yaml cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "summary: | color: red, summary: | unknown key 'color'",
                "clock-hz: | clok-hz: | clock-hz is missing",
                "value: 500000000 | value: 0 | clock-hz must be in [1, 1e11], was 0",
                "value: 500000000 | value: fast | clock-hz cannot be 'fast'",
                "dataflow: weight-stationary | dataflow: row-stationary | output-stationary, weight-stationary",
                "dataflow: weight-stationary | dataflow: output-stationary | tile-skip needs a weight-stationary array",
                "type: systolic-compat | type: analog | engine.type 'analog' is not known",
                "type: tile-skip | type: rate, eta: 1.5, floor: 0.0 | sparsity.eta must be in [0, 1], was 1.5",
                "name: systolic-8x8 | name: My Device | name must be small letters",
                "columns: {value: 8 | columns: {value: 0 | engine.columns must be in [1, 32768], was 0",
                "fuses-pools: false | fuses-pools: perhaps | fuses-pools",
                "confidence: exact-reference | confidence: sure | exact-reference, calibrated, uncalibrated",
            })
    void whatCannotBeIsRefusedWithASentence(String from, String to, String says) {
        assertThat(SMALL).contains(from);
        assertRefused(
                () -> ProfileReader.read(SMALL.replace(from, to.replace(", summary", "\nsummary")), "mine.yaml"),
                ErrorCode.SPEC_INVALID,
                says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resident: smaller | resident: larger | cheaper, smaller",
                "value: 524288 | value: 0 | memory.sram-bytes must be in [1, 1e15], was 0",
                "value: 10.24e9 | value: -1.0 | memory.dram-bytes-per-second must be in [1e6, 1e15], was -1.0",
                "clock-hz: | 'sparsity: {type: tile-skip}\nclock-hz:' | strides-to-channels cannot be combined",
                "clock-hz: | 'cores: {count: 0}\nclock-hz:' | cores.count must be in [1, 16384], was 0",
                "clock-hz: | 'overhead: {compute-efficiency: 0.0}\nclock-hz:' | overhead.compute-efficiency must be in [0.001, 1], was 0.0",
            })
    void soIsWhatCannotBeOfAMacArrayAndItsMemory(String from, String to, String says) {
        assertThat(NVDLA).contains(from);
        assertRefused(
                () -> ProfileReader.read(NVDLA.replaceFirst(from, to.replace("'", "")), "mine.yaml"),
                ErrorCode.SPEC_INVALID,
                says);
    }

    @Test
    void aMissingPartIsNamed() {
        assertRefused(
                () -> ProfileReader.read("name: bare\nsummary: nothing\n", "b"), ErrorCode.SPEC_INVALID, "engine");
        assertRefused(() -> ProfileReader.read("- 1\n", "b"), ErrorCode.SPEC_INVALID, "must be a group of keys");
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ErrorCode code, String says) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(code))
                .hasMessageContaining(says);
    }
}
