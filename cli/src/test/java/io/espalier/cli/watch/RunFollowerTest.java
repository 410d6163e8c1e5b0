package io.espalier.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.espalier.cli.FakeServer;
import io.espalier.cli.registry.RegistryClient;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.view.RunStatus;
import io.espalier.contracts.view.RunView;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunFollowerTest {

    private static final String RUN = Views.RUN.value();
    private static final String PATH = "/api/runs/" + RUN;

    private final FakeServer server = new FakeServer();
    private final List<RunView> seen = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void followsTheStreamToTheVerdict() {
        // Given
        server.on(PATH, exchange -> FakeServer.json(exchange, 200, Views.pruning(10, 1)))
                .on(
                        PATH + "/events",
                        exchange -> stream(exchange, Views.pruning(20, 1), Views.judged(RunStatus.PROMOTED)));

        // When
        RunView last = follow(false);

        // Then
        assertThat(last.status()).isEqualTo(RunStatus.PROMOTED);
        assertThat(seen).hasSize(3).endsWith(last);
    }

    @Test
    void asksAgainWhenTheStreamBreaksOff() {
        // Given
        AtomicInteger connections = new AtomicInteger();
        server.on(PATH, exchange -> FakeServer.json(exchange, 200, Views.pruning(10, 1)))
                .on(PATH + "/events", exchange -> {
                    if (connections.incrementAndGet() == 1) {
                        stream(exchange, Views.pruning(20, 1));
                    } else {
                        stream(exchange, Views.judged(RunStatus.REJECTED));
                    }
                });

        // When
        RunView last = follow(false);

        // Then
        assertThat(last.status()).isEqualTo(RunStatus.REJECTED);
        assertThat(connections).hasValue(2);
    }

    @Test
    void aRestartAfterALongStreamIsWaitedFor() {
        // Given: the stream alone takes longer than the patience, then the database is away once
        AtomicInteger questions = new AtomicInteger();
        server.on(PATH, exchange -> {
                    if (questions.incrementAndGet() == 2) {
                        FakeServer.problem(exchange, 503, ErrorCode.DATABASE_UNAVAILABLE, "starting");
                    } else {
                        FakeServer.json(
                                exchange,
                                200,
                                questions.get() == 1 ? Views.pruning(10, 1) : Views.judged(RunStatus.PROMOTED));
                    }
                })
                .on(PATH + "/events", exchange -> {
                    sleep(Duration.ofMillis(3_500));
                    stream(exchange, Views.pruning(20, 1));
                });

        // When
        RunView last = new RunFollower(new RegistryClient(server.uri()), RUN, false, seen::add, Duration.ofSeconds(3))
                .toTheEnd();

        // Then
        assertThat(last.status()).isEqualTo(RunStatus.PROMOTED);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void waitsForARunThatWasPushedAMomentAgo() {
        // Given
        AtomicInteger questions = new AtomicInteger();
        server.on(PATH, exchange -> {
            if (questions.incrementAndGet() == 1) {
                FakeServer.problem(exchange, 404, ErrorCode.RUN_NOT_FOUND, "no run " + RUN);
            } else {
                FakeServer.json(exchange, 200, Views.judged(RunStatus.PROMOTED));
            }
        });

        // When
        RunView last = follow(true);

        // Then
        assertThat(last.status()).isEqualTo(RunStatus.PROMOTED);
    }

    @Test
    void anUnknownRunIsSaidAtOnce() {
        server.on(PATH, exchange -> FakeServer.problem(exchange, 404, ErrorCode.RUN_NOT_FOUND, "no run " + RUN));

        assertThatThrownBy(() -> follow(false))
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_NOT_FOUND))
                .hasMessage("no run " + RUN);
    }

    @Test
    void nobodyAtTheAddressIsNotRunning() {
        URI nobody = server.uri();
        server.close();

        assertThatThrownBy(() -> new RunFollower(new RegistryClient(nobody), RUN, false, seen::add).toTheEnd())
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_RUNNING));
    }

    private RunView follow(boolean announced) {
        return new RunFollower(new RegistryClient(server.uri()), RUN, announced, seen::add).toTheEnd();
    }

    private static void stream(HttpExchange exchange, RunView... states) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (RunView state : states) {
            out.write(("event: run\ndata: " + new String(Json.write(state), StandardCharsets.UTF_8) + "\n\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
    }
}
