package io.espalier.registry;

import io.agroal.api.AgroalDataSource;
import io.espalier.contracts.RunId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/// The tables as they are, past the service's own code.
@ApplicationScoped
public class Rows {

    private static final List<String> TABLES = List.of(
            "run where id",
            "stage_state where run_id",
            "curve_point where run_id",
            "model_version where run_id",
            "decision where run_id",
            "outbox where key");

    private final AgroalDataSource database;

    Rows(AgroalDataSource database) {
        this.database = database;
    }

    /// Every row that tells of `run`, as JSON.
    public String of(RunId run) {
        return TABLES.stream()
                .map(table -> text("select coalesce(json_agg(t order by t::text)::text, '') from (select * from "
                        + table + " = '" + run + "') t"))
                .collect(Collectors.joining("\n"));
    }

    /// The same without what differs between two runs that were told the same: names, digests, and the registry's
    // clock.
    public String of(RunId run, String model) {
        return of(run).replace(run.value(), "RUN")
                .replace("\"" + model + "\"", "\"MODEL\"")
                .replaceAll("[0-9a-f]{64}", "SHA")
                .replaceAll("(size-bytes|file-size-bytes)\": \\d+", "$1")
                .replaceAll("\"id\":\\d+", "\"id\"")
                .replaceAll("\"(sent|created|decided|moved)_at\":\"[^\"]*\"", "\"$1_at\"")
                .replaceAll("\"occurred-at\": *\"[^\"]*\"", "\"occurred-at\"")
                .replaceAll("2[0-9]{3}-(?!03-01)[0-9T:.+-]*", "NOW")
                .replaceAll("\"sent_at\":null", "\"sent_at\"");
    }

    public int unsent() {
        return Integer.parseInt(text("select count(*) from outbox where sent_at is null"));
    }

    public int curvePoints(RunId run) {
        return Integer.parseInt(text("select count(*) from curve_point where run_id = '" + run + "'"));
    }

    /// As after a crash between publication and its mark.
    public void forgetSent(RunId run) {
        execute("update outbox set sent_at = null where key = '" + run + "'");
    }

    public void execute(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private String text(String query) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
