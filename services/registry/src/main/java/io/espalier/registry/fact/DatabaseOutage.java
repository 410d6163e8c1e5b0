package io.espalier.registry.fact;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;

/// Tells an outage of the database, after which a fact must be tried again, from a fact the schema refuses.
final class DatabaseOutage {

    /// Classes of SQLSTATE that another try cannot cure: data, integrity, syntax or access rule.
    /// Source: PostgreSQL documentation, appendix A.
    private static final Set<String> REFUSALS = Set.of("22", "23", "42");

    private DatabaseOutage() {}

    /// `Transient` `DATABASE_UNAVAILABLE` if a database error that may pass is behind `e`, else `e`.
    static RuntimeException orItself(RuntimeException e) {
        return Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst()
                .filter(DatabaseOutage::mayPass)
                .<RuntimeException>map(cause -> new PipelineException.Transient(
                        ErrorCode.DATABASE_UNAVAILABLE, String.valueOf(cause.getMessage()), e))
                .orElse(e);
    }

    private static boolean mayPass(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.length() < 2 || !REFUSALS.contains(state.substring(0, 2));
    }
}
