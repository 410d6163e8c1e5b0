package io.espalier.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EmbeddedPlatformIT {

    /// Unpacked once for all tests of this machine.
    private static final Path BINARIES = Path.of(System.getProperty("java.io.tmpdir"), "espalier-tests", "postgres");

    @TempDir
    private Path home;

    @Test
    void keepsItsDataOverAStop() throws Exception {
        PlatformOptions anyPorts = new PlatformOptions(home, 0, 0, BINARIES);
        try (EmbeddedPlatform first = EmbeddedPlatform.start(anyPorts)) {
            createTopic(first.kafka().bootstrapServers(), "kept");
            execute(first.database().jdbcUrl(), "create table kept (id int)");
            assertThat(home.resolve(EmbeddedPlatform.READY_FILE)).hasContent(first.readyLine());
        }
        assertThat(home.resolve(EmbeddedPlatform.READY_FILE)).doesNotExist();

        try (EmbeddedPlatform second = EmbeddedPlatform.start(anyPorts)) {
            assertThat(topics(second.kafka().bootstrapServers())).contains("kept");
            execute(second.database().jdbcUrl(), "insert into kept values (1)");
            assertThat(setting(second.database().jdbcUrl(), "fsync")).isEqualTo("on");
            assertThat(setting(second.database().jdbcUrl(), "synchronous_commit"))
                    .isEqualTo("on");
        }
    }

    @Test
    void namesAPortThatIsTakenBeforeItStartsAnything() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PlatformOptions takenForKafka = new PlatformOptions(home, other.getLocalPort(), 0, BINARIES);

            assertThatThrownBy(() -> EmbeddedPlatform.start(takenForKafka))
                    .isInstanceOfSatisfying(
                            PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PORT_IN_USE))
                    .hasMessageContaining("port " + other.getLocalPort() + ", needed for Kafka");
        }
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aProcessSurvivesBeingKilledAndStopsCleanlyWhenAsked() throws Exception {
        int kafkaPort = Ports.available(0, "the test");
        int postgresPort = Ports.available(0, "the test");
        Process killed = startProcess(kafkaPort, postgresPort);
        awaitReady(killed);
        createTopic("127.0.0.1:" + kafkaPort, "kept");
        execute(url(postgresPort), "create table kept (id int)");

        killed.destroyForcibly().waitFor();
        Process again = startProcess(kafkaPort, postgresPort);
        awaitReady(again);

        assertThat(topics("127.0.0.1:" + kafkaPort)).contains("kept");
        execute(url(postgresPort), "insert into kept values (1)");
        again.destroy();
        assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(home.resolve(EmbeddedPlatform.READY_FILE)).doesNotExist();
        assertThat(home.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void aSignalDuringTheStartLeavesNothingBehind() throws Exception {
        Path pidFile = home.resolve("postgres/data/postmaster.pid");
        Process process = startProcess(Ports.available(0, "the test"), Ports.available(0, "the test"));
        while (!Files.exists(pidFile) || Files.size(pidFile) == 0) {
            assertThat(process.isAlive()).isTrue();
            Thread.sleep(2);
        }
        assertThat(readyLines()).as("it is not up yet").isZero();

        process.destroy();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(pidFile).as("a server that runs has it").doesNotExist();
        assertThat(home.resolve(EmbeddedPlatform.READY_FILE)).doesNotExist();
    }

    @Test
    void aProcessTellsATakenPortInOneLine() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = startProcess(Ports.available(0, "the test"), other.getLocalPort());

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

            assertThat(process.exitValue()).isEqualTo(EmbeddedPlatform.EXIT_PORT_IN_USE);
            assertThat(Files.readString(home.resolve("output")))
                    .contains("PORT_IN_USE: port " + other.getLocalPort() + ", needed for PostgreSQL")
                    .doesNotContain("\tat ");
        }
    }

    private Process startProcess(int kafkaPort, int postgresPort) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedPlatform.class.getName(),
                        "--home",
                        home.toString(),
                        "--kafka-port",
                        Integer.toString(kafkaPort),
                        "--postgres-port",
                        Integer.toString(postgresPort),
                        "--binaries",
                        BINARIES.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve("output").toFile()))
                .start();
    }

    /// The ready file of a killed process stays, and is removed at the next start: so wait for the line, not the file.
    private void awaitReady(Process process) throws IOException, InterruptedException {
        long readyBefore = readyLines();
        while (readyLines() == readyBefore) {
            assertThat(process.isAlive())
                    .as(() -> "output: " + home.resolve("output"))
                    .isTrue();
            Thread.sleep(100);
        }
    }

    private long readyLines() throws IOException {
        Path output = home.resolve("output");
        return Files.exists(output)
                ? Files.readString(output, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("ready "))
                        .count()
                : 0;
    }

    private static void createTopic(String bootstrapServers, String name)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private static Set<String> topics(String bootstrapServers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return admin.listTopics().names().get();
        }
    }

    private static String url(int postgresPort) {
        return "jdbc:postgresql://127.0.0.1:" + postgresPort + "/" + Database.NAME;
    }

    private static void execute(String jdbcUrl, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, Database.USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String setting(String jdbcUrl, String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, Database.USER, "");
                Statement statement = connection.createStatement();
                ResultSet shown = statement.executeQuery("show " + name)) {
            shown.next();
            return shown.getString(1);
        }
    }
}
