package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What was measured on exported bytes; nothing in it comes from the training graph.
///
/// @param images             validation images, the same for all three models
/// @param metric             what "accuracy" means here: `top-1`, `miou`, `map` or `r2`
/// @param metrics            everything measured of the file by name, `metric` too; fractions
/// @param sourceAccuracy     of the pushed file, a fraction in `[0, 1]`
/// @param referenceAccuracy  of the dense model it is compared with
/// @param accuracy           of the measured file
/// @param budget             recounted from the measured file
/// @param denseLatency       of the pushed file on the device
/// @param latency            of the measured file on the device
/// @param weightBytes        weights as the device stores them, bytes
/// @param denseWeightBytes   the same for the pushed file
/// @param fileSizeBytes      length of the measured file
/// @param layers             one row per layer that costs cycles, in graph order
/// @param otherLatencies     of the measured file on the further devices that the gates name
public record EvaluationReport(
        int images,
        String metric,
        Map<String, Double> metrics,
        double sourceAccuracy,
        double referenceAccuracy,
        double accuracy,
        BudgetCount budget,
        Latency denseLatency,
        Latency latency,
        long weightBytes,
        long denseWeightBytes,
        long fileSizeBytes,
        List<LayerCost> layers,
        @Nullable List<Latency> otherLatencies) {

    public EvaluationReport {
        requireNonNull(budget, "budget is absent");
        requireNonNull(denseLatency, "dense-latency is absent");
        requireNonNull(latency, "latency is absent");
        requireNonNull(layers, "layers is absent");
        layers = List.copyOf(layers);
        otherLatencies = otherLatencies == null ? List.of() : List.copyOf(otherLatencies);
        metric = metric == null ? "top-1" : metric; // reports of version 0.1 know no other
        metrics = metrics == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /// On one device only.
    public EvaluationReport(
            int images,
            String metric,
            Map<String, Double> metrics,
            double sourceAccuracy,
            double referenceAccuracy,
            double accuracy,
            BudgetCount budget,
            Latency denseLatency,
            Latency latency,
            long weightBytes,
            long denseWeightBytes,
            long fileSizeBytes,
            List<LayerCost> layers) {
        this(
                images,
                metric,
                metrics,
                sourceAccuracy,
                referenceAccuracy,
                accuracy,
                budget,
                denseLatency,
                latency,
                weightBytes,
                denseWeightBytes,
                fileSizeBytes,
                layers,
                List.of());
    }

    /// On the spec's device and on further ones.
    public List<Latency> latencies() {
        return Stream.concat(Stream.of(latency), otherLatencies == null ? Stream.of() : otherLatencies.stream())
                .toList();
    }

    /// Predicted time of one image.
    ///
    /// @param device       profile name
    /// @param cycles       clock cycles, >= 0
    /// @param milliseconds cycles over the profile's clock
    /// @param confidence   how far the profile can be believed: `exact-reference`, `calibrated`, `uncalibrated`;
    /// absent in
    ///                     reports of version 0.2
    public record Latency(
            String device,
            long cycles,
            double milliseconds,
            @Nullable String confidence) {

        public Latency(String device, long cycles, double milliseconds) {
            this(device, cycles, milliseconds, null);
        }
    }

    /// One layer on the device.
    ///
    /// @param name         node name
    /// @param operator     ONNX operator
    /// @param macs         multiply-accumulates of the dense layer
    /// @param denseCycles  with all weights
    /// @param cycles       with the removed blocks skipped where the profile can
    /// @param foldsTotal   weight tiles of the array
    /// @param foldsSkipped of these, skipped because they hold only zeros
    /// @param blockSparsity fraction of the layer's blocks that are zero; 0 for layers without blocks
    public record LayerCost(
            String name,
            String operator,
            long macs,
            long denseCycles,
            long cycles,
            long foldsTotal,
            long foldsSkipped,
            double blockSparsity) {}
}
