package io.espalier.registry.run;

import io.espalier.contracts.Json;
import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageProgressed;
import io.espalier.contracts.view.CurvesView;
import io.espalier.contracts.view.CurvesView.Phase;
import io.espalier.contracts.view.CurvesView.Point;
import io.espalier.contracts.view.CurvesView.Series;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Metrics over time, bounded: of all values that fall into one of [#BUCKETS] equal parts of a stage the newest stays.
@ApplicationScoped
public class Curves {

    /// Points a series may have; more than a plot has pixels to show.
    static final int BUCKETS = 1_000;

    private static final String UPSERT = """
            insert into curve_point (run_id, stage, metric, bucket, done, phase, value)
            select ?1, ?2, key, ?3, ?4, ?5, cast(value as double precision)
            from jsonb_each_text(cast(?6 as jsonb))
            on conflict (run_id, stage, metric, bucket)
            do update set done = excluded.done, phase = excluded.phase, value = excluded.value""";

    private static final String POINTS = """
            select stage, metric, done, value from curve_point where run_id = ?1 order by stage, metric, done""";

    private static final String PHASES = """
            select stage, phase, min(done), max(done) from curve_point
            where run_id = ?1 group by stage, phase order by min(done)""";

    private final EntityManager database;

    Curves(EntityManager database) {
        this.database = database;
    }

    /// Adds the metrics of one progress event; values that are not finite cannot be drawn and are left out.
    public void add(StageProgressed progress) {
        Map<String, Double> finite = progress.metrics().entrySet().stream()
                .filter(metric -> Double.isFinite(metric.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        database.createNativeQuery(UPSERT)
                .setParameter(1, progress.runId().value())
                .setParameter(2, progress.stage().name())
                .setParameter(3, bucket(progress.done(), progress.total()))
                .setParameter(4, progress.done())
                .setParameter(5, progress.phase())
                .setParameter(6, new String(Json.write(finite), StandardCharsets.UTF_8))
                .executeUpdate();
    }

    /// `⌊done · BUCKETS / total⌋`; with an unknown total the first units are kept one by one.
    static int bucket(long done, long total) {
        long bucket = total == 0 ? done : Math.round(Math.floor((double) done * BUCKETS / total));
        return Math.toIntExact(Math.clamp(bucket, 0, BUCKETS));
    }

    CurvesView of(RunId run) {
        Map<Key, List<Point>> byMetric = rows(POINTS, run).stream()
                .collect(Collectors.groupingBy(
                        row -> new Key(Stage.valueOf((String) row[0]), (String) row[1]),
                        TreeMap::new,
                        Collectors.mapping(
                                row -> new Point((long) row[2], (double) row[3]), Collectors.toUnmodifiableList())));
        List<Series> series = byMetric.entrySet().stream()
                .map(entry -> new Series(entry.getKey().stage(), entry.getKey().metric(), entry.getValue()))
                .toList();
        List<Phase> phases = rows(PHASES, run).stream()
                .map(row -> new Phase(Stage.valueOf((String) row[0]), (String) row[1], (long) row[2], (long) row[3]))
                .toList();
        return new CurvesView(run, series, phases);
    }

    @SuppressWarnings("unchecked") // a native query of several columns gives rows of objects
    private List<Object[]> rows(String query, RunId run) {
        return database.createNativeQuery(query).setParameter(1, run.value()).getResultList();
    }

    private record Key(Stage stage, String metric) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byStage = stage.compareTo(other.stage);
            return byStage != 0 ? byStage : metric.compareTo(other.metric);
        }
    }
}
