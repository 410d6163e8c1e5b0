package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Against values computed with 60 digits: forward, gradient for a given cotangent, and the derivative by the
/// budget.
final class SoftTopKGoldenTest {

    private static final double RELATIVE = 1e-9;
    private static final double ABSOLUTE = 1e-12;

    @TestFactory
    Stream<DynamicTest> agreesWithSixtyDigits() throws IOException {
        Path golden = Path.of(System.getProperty("espalier.shared", "shared"), "goldens/smart/soft-top-k.json");
        Assumptions.assumeTrue(Files.isRegularFile(golden), "needs the shared golden file " + golden);
        List<JsonNode> cases = new ArrayList<>();
        Json.MAPPER.readTree(golden.toFile()).forEach(cases::add);
        assertThat(cases).hasSize(72);
        return cases.stream().map(c -> DynamicTest.dynamicTest(c.get("name").textValue(), () -> check(c)));
    }

    private static void check(JsonNode c) {
        SoftMask mask = new SoftTopK(doubles(c, "cost"), c.get("budget").doubleValue())
                .mask(doubles(c, "x"), c.get("tau").doubleValue());
        double[] cotangent = doubles(c, "cotangent");

        close("f", mask.values(), doubles(c, "f"));
        close("gradX", mask.gradient(cotangent), doubles(c, "gradX"));
        if (c.get("t").isNull()) {
            assertThat(mask.softCount()).as("soft count of a saturated mask").isLessThan(1e-28);
        } else {
            close("t", new double[] {mask.shift()}, new double[] {c.get("t").doubleValue()});
            close("gradBudget", new double[] {mask.shadowPrice(cotangent)}, new double[] {
                c.get("gradBudget").doubleValue()
            });
        }
    }

    private static void close(String what, double[] actual, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i])
                    .as("%s[%d]", what, i)
                    .isCloseTo(expected[i], within(ABSOLUTE + RELATIVE * Math.abs(expected[i])));
        }
    }

    private static double[] doubles(JsonNode c, String key) {
        return StreamSupport.stream(c.get(key).spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }
}
