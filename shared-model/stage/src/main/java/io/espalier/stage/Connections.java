package io.espalier.stage;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/// Whether a Kafka client is connected, by its own metrics: no call tells it.
final class Connections {

    private Connections() {}

    static boolean open(Map<MetricName, ? extends Metric> metrics) {
        return metrics.values().stream()
                .filter(metric -> metric.metricName().name().equals("connection-count"))
                .map(Metric::metricValue)
                .anyMatch(count -> count instanceof Double open && open > 0);
    }
}
