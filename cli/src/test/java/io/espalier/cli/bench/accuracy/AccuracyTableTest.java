package io.espalier.cli.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.espalier.contracts.BudgetCount;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class AccuracyTableTest {

    private static final AccuracyTable TABLE = new AccuracyTable(List.of(
            result("control", "", "", 1, 0.87),
            result("control", "", "", 2, 0.88),
            result("smart", "8x8", "0.7", 1, 0.80),
            result("smart", "8x8", "0.5", 1, 0.84),
            result("smart", "8x8", "0.5", 2, 0.82),
            result("smart+mask=weights", "8x8", "0.5", 1, 0.81)));

    /// The sample deviation of 84 and 82 is `√2`.
    @Test
    void cellsAreMeansAndSampleDeviations() {
        assertThat(TABLE.markdown())
                .contains(
                        "Dense control, as many epochs: 87.50 ± 0.71 (2)",
                        "| method | 0.5 | 0.7 |",
                        "| `smart` | 83.00 ± 1.41 (2) | 80.00 (1) |",
                        "| `smart+mask=weights` | 81.00 (1) | not run |",
                        "| `smart-8x8-0.5-s2` | 82.00 | – | – | – | 6 of 10 | 3 | c |");
    }

    @Test
    void deviationsAreOfSamples() {
        Statistics statistics = Statistics.of(List.of(0.1, 0.2, 0.6));

        assertThat(statistics.mean()).isCloseTo(0.3, within(1e-12));
        assertThat(statistics.deviation()).isCloseTo(Math.sqrt(0.07), within(1e-12));
    }

    @Test
    void budgetsAreOrderedByTheirNumber() {
        assertThat(AccuracyTable.share("0.85")).isEqualTo(0.85);
        assertThat(AccuracyTable.share("npu-cycles=40%")).isEqualTo(40);
        assertThat(AccuracyTable.share("")).isZero();
    }

    /// `movement` is third where `random` was run and second where not.
    @Test
    void aMethodLooksTheSameInAllPanels() throws Exception {
        AccuracyTable table = new AccuracyTable(List.of(
                result("smart", "8x8", "0.7", 1, 0.80),
                result("random", "8x8", "0.7", 1, 0.40),
                result("movement", "8x8", "0.7", 1, 0.70),
                result("smart", "16x16", "0.7", 1, 0.75),
                result("movement", "16x16", "0.7", 1, 0.65)));
        NodeList points = plot(table).getElementsByTagName("circle");
        Map<String, Set<String>> places = new HashMap<>();
        for (int i = 0; i < points.getLength(); i++) {
            Element point = (Element) points.item(i);
            places.computeIfAbsent(point.getAttribute("fill"), unseen -> new HashSet<>())
                    .add(point.getAttribute("cx"));
        }

        assertThat(places).as("three methods, each in its place").hasSize(3);
        assertThat(places.values()).allSatisfy(own -> assertThat(own).hasSize(1));
    }

    @Test
    void budgetsOfEachUnitHaveTheirPanel() throws Exception {
        AccuracyTable table = new AccuracyTable(
                List.of(result("smart", "8x8", "0.7", 1, 0.80), result("smart", "8x8", "npu-cycles=60%", 1, 0.70)));

        assertThat(plot(table).getElementsByTagName("g").getLength()).isEqualTo(2);
        assertThat(AccuracyPlot.of(table)).contains(">8x8</text>", ">8x8, npu-cycles</text>", ">60%</text>");
    }

    /// One circle a mean, one line of points a method, within the panel.
    @Test
    void thePlotIsAnXmlDocumentWithAPointAMean() throws Exception {
        Document svg = plot(TABLE);

        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(3);
        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        assertThat(svg.getDocumentElement().getTextContent()).contains("smart+mask=weights", "dense control");
    }

    @Test
    void nothingRunGivesAnEmptyPlot() {
        assertThat(AccuracyPlot.of(new AccuracyTable(List.of()))).startsWith("<svg ");
    }

    /// Rounding and defaults of two builds may differ, so a table says which cells are of which.
    @Test
    void cellsOfSeveralBuildsAreSaid() {
        CellResult one = result("smart", "8x8", "0.5", 1, 0.84);
        CellResult other = result("smart", "8x8", "0.5", 2, 0.82, "d");
        CellResult old = result("gmp", "8x8", "0.5", 2, 0.82, null);

        assertThat(TABLE.markdown()).doesNotContain("builds");
        assertThat(new AccuracyTable(List.of(one, other, old)).markdown())
                .contains("Cells of 3 builds", "1 of c, 1 of d, 1 of unknown", "| 6 of 10 | 3 | d |");
    }

    @Test
    void aBuildIsItsCodeWithTheCommitBesideIt() {
        assertThat(new Build("48436f1bc665", "7fb40cc1234567").label()).isEqualTo("48436f1bc665 (commit 7fb40cc12)");
        assertThat(new Build(null, null).isSameCodeAs(new Build(null, null))).isFalse();
    }

    static CellResult result(String method, String pattern, String budget, long seed, double accuracy) {
        return result(method, pattern, budget, seed, accuracy, "c");
    }

    private static Document plot(AccuracyTable table) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(AccuracyPlot.of(table).getBytes(StandardCharsets.UTF_8)));
    }

    private static CellResult result(
            String method, String pattern, String budget, long seed, double accuracy, @Nullable String code) {
        return new CellResult(
                new Cell(method, pattern, budget, seed).name(),
                method,
                pattern,
                budget,
                seed,
                "top-1",
                accuracy,
                null,
                null,
                null,
                null,
                new BudgetCount(10, 6, 6, 640, 384),
                100,
                5,
                3,
                new CellResult.Inputs("m", "t", "v", JsonNodeFactory.instance.objectNode(), code, null, "r"));
    }
}
