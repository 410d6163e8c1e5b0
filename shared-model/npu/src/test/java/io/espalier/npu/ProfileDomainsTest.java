package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.npu.calibration.network.Networks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every number of a profile has bounds: outside of them it is refused by its name, inside of them it can be estimated.
class ProfileDomainsTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final NpuNetwork NETWORK =
            NpuNetwork.dense(Networks.named("squeezenet").graph());

    static Stream<String> keys() {
        return ProfileDomains.all().keySet().stream();
    }

    @Test
    void everyNumberOfEveryProfileHasADomain() throws Exception {
        List<String> numbers = new ArrayList<>();
        numbers(YAML.readTree(ProfileReader.resource("profile-defaults.yaml")), "", numbers);
        for (String name : NpuProfiles.names()) {
            numbers(YAML.readTree(ProfileReader.resource("profiles/" + name + ".yaml")), "", numbers);
        }
        assertThat(ProfileDomains.all().keySet()).containsAll(numbers);
    }

    private static void numbers(JsonNode group, String path, List<String> into) {
        group.properties().forEach(entry -> {
            JsonNode value = entry.getValue().path("value").isMissingNode()
                    ? entry.getValue()
                    : entry.getValue().path("value");
            String key = path + entry.getKey();
            if (value.isNumber()) {
                into.add(key);
            } else if (value.isObject()) {
                numbers(value, key + ".", into);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("keys")
    void whatIsOutsideIsRefusedByKeyValueAndRange(String key) throws Exception {
        ProfileDomains.Domain domain =
                Objects.requireNonNull(ProfileDomains.all().get(key));
        List<String> outside = List.of(
                ".nan",
                ".inf",
                "-.inf",
                "NaN",
                "Infinity",
                "-Infinity",
                "1.0e999",
                "1.0e300",
                "-1",
                "-1.0e-9",
                "9223372036854775808000",
                String.valueOf(Math.nextUp(domain.most())),
                String.valueOf(Math.nextDown(domain.least())),
                "{value: .inf, source: here}");
        for (String value : outside) {
            assertThatThrownBy(() -> ProfileReader.read(with(key, value), "mine.yaml"))
                    .as("%s: %s", key, value)
                    .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.SPEC_INVALID))
                    .hasMessageStartingWith("device profile mine.yaml: " + key + " must be in " + domain + ", was ");
        }
    }

    /// Both bounds, and the middle in powers of ten: either a number of milliseconds, or a sentence.
    @ParameterizedTest
    @MethodSource("keys")
    void whatIsInsideIsEstimatedOrRefusedWithASentence(String key) throws Exception {
        ProfileDomains.Domain domain =
                Objects.requireNonNull(ProfileDomains.all().get(key));
        double middle = Math.sqrt(Math.max(domain.least(), 1e-3) * domain.most());
        for (double value : new double[] {domain.least(), middle, domain.most()}) {
            String text = domain.most() <= 1e9 && value == Math.rint(value)
                    ? String.valueOf((long) value)
                    : String.valueOf(value);
            String yaml =
                    with(key, key.endsWith("-hz") || key.endsWith("-bytes") ? String.valueOf((long) value) : text);
            Throwable refused =
                    catchThrowable(() -> assertThat(NpuModel.estimate(NETWORK, ProfileReader.read(yaml, "mine.yaml"))
                                    .milliseconds())
                            .isFinite()
                            .isPositive());
            if (refused != null) {
                assertThat(refused).as("%s: %s", key, text).isInstanceOf(PipelineException.Permanent.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overhead: {launch-micros: 1.0e8}",
                "overhead: {inference-micros: 1.0e8, launch-micros: 1.0e8}",
                "link: {bytes-per-second: 1.0e-12}",
            })
    void whatGoesBeyondSixtyFourBitsIsASentenceAndNoOverflow(String group) throws Exception {
        ObjectNode profile = profile("systolic-8x8");
        profile.put("clock-hz", 100_000_000_000L);
        profile.setAll((ObjectNode) YAML.readTree(group));
        NpuProfile device = ProfileReader.read(YAML.writeValueAsString(profile), "mine.yaml");
        Throwable thrown = catchThrowable(() -> NpuModel.estimate(NETWORK, device));
        if (group.startsWith("link")) {
            assertThat(thrown)
                    .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.SPEC_INVALID))
                    .hasMessageContaining("systolic-8x8: one image would take more than 2^63 cycles")
                    .hasMessageContaining("link.bytes-per-second");
        } else {
            assertThat(thrown).isNull();
        }
    }

    /// Where a timer would add to the largest count there is.
    @Test
    void timesAreAddedExactly() {
        KernelCost.Parts parts = new KernelCost.Parts(Long.MAX_VALUE, 0, 0, 0, 0);
        NpuProfile device = NpuProfiles.named("systolic-8x8");
        assertThatThrownBy(() -> Timer.of(device.withOverhead(new io.espalier.npu.profile.Overhead(1, 1, 0)), parts))
                .isInstanceOf(ArithmeticException.class);
        KernelCost.Parts moved = new KernelCost.Parts(1, 0, 1e30, 0, 0);
        assertThatThrownBy(() -> Timer.of(NpuProfiles.named("eyeriss"), moved)).isInstanceOf(ArithmeticException.class);
    }

    /// A profile that has the key, with another value.
    private static String with(String key, String value) throws Exception {
        String group = key.contains(".") ? key.substring(0, key.indexOf('.')) : "";
        String last = key.substring(key.indexOf('.') + 1);
        ObjectNode profile = holder(key);
        ObjectNode target = group.isEmpty() ? profile : profile.withObject(JsonPointer.compile("/" + group));
        target.put(last, "PLACE");
        return YAML.writeValueAsString(profile).replace("\"PLACE\"", value);
    }

    private static ObjectNode holder(String key) throws Exception {
        if (key.equals("sparsity.rows")) {
            ObjectNode profile = profile("systolic-8x8");
            profile.putObject("sparsity").put("type", "k-compact");
            return profile;
        }
        for (String name : NpuProfiles.names()) {
            ObjectNode profile = profile(name);
            if (!profile.at("/" + key.replace('.', '/')).isMissingNode()) {
                return profile;
            }
        }
        return profile("systolic-8x8"); // one of the defaults'
    }

    private static ObjectNode profile(String name) throws Exception {
        return (ObjectNode) YAML.readTree(ProfileReader.resource("profiles/" + name + ".yaml"));
    }
}
