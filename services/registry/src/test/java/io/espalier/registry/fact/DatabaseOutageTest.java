package io.espalier.registry.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseOutageTest {

    /// Connection lost, server shutting down, deadlock, too many connections.
    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "40P01", "53300"})
    void isTriedAgain(String state) {
        RuntimeException error = new IllegalStateException(new RuntimeException(new SQLException("gone", state)));

        assertThat(DatabaseOutage.orItself(error))
                .isInstanceOfSatisfying(PipelineException.Transient.class, outage -> assertThat(outage.code())
                        .isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));
    }

    /// A connection pool that waited in vain gives no SQLSTATE.
    @Test
    void anEmptyPoolIsAnOutage() {
        RuntimeException error = new IllegalStateException(new SQLException("acquisition timeout"));

        assertThat(DatabaseOutage.orItself(error)).isInstanceOf(PipelineException.Transient.class);
    }

    /// Unique violation, value out of range, undefined column.
    @ParameterizedTest
    @ValueSource(strings = {"23505", "22003", "42703"})
    void aRefusalIsNotAnOutage(String state) {
        RuntimeException error = new IllegalStateException(new SQLException("refused", state));

        assertThat(DatabaseOutage.orItself(error)).isSameAs(error);
    }

    @Test
    void otherErrorsStayWhatTheyAre() {
        RuntimeException error = new IllegalArgumentException("defect");

        assertThat(DatabaseOutage.orItself(error)).isSameAs(error);
    }
}
