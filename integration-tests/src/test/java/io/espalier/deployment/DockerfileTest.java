package io.espalier.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DockerfileTest {

    private static final Pattern BASE = Pattern.compile("(?m)^FROM (\\S+)");
    private static final Pattern USER = Pattern.compile("(?m)^USER (\\S+)$");

    private final String dockerfile = Checkout.text("Dockerfile");

    @Test
    void buildsWithAJdkAndRunsOnARuntimeBothPinned() {
        List<String> bases =
                BASE.matcher(dockerfile).results().map(match -> match.group(1)).toList();
        assertThat(bases).hasSize(2).allSatisfy(Settings::assertPinned);
        assertThat(bases.get(0)).contains("-jdk-");
        assertThat(bases.get(1)).contains("-jre-").doesNotContain("alpine"); // libtorch needs glibc
    }

    @Test
    void buildsEveryStage() {
        String modules = Arrays.stream(Stage.values())
                .map(stage -> "services/" + stage.label())
                .collect(Collectors.joining(","));
        assertThat(dockerfile).contains("-pl " + modules + " -am");
        for (Stage stage : Stage.values()) {
            assertThat(Checkout.path("services/" + stage.label() + "/pom.xml")).isRegularFile();
        }
    }

    @Test
    void runsTheFastJarAsAnUnprivilegedUser() {
        assertThat(dockerfile)
                .contains("/src/services/${SERVICE}/target/quarkus-app/", "\"-jar\", \"quarkus-run.jar\"");
        MatchResult user = USER.matcher(dockerfile).results().findFirst().orElseThrow();
        assertThat(user.group(1)).isEqualTo(Manifests.USER + ":" + Manifests.USER);
    }

    @Test
    void tellsWhetherItIsReady() {
        assertThat(dockerfile).containsPattern("HEALTHCHECK [^\\n]*\\\\\\n *CMD curl --fail .*/q/health/ready");
        assertThat(dockerfile).contains("QUARKUS_HTTP_PORT=8080", "EXPOSE 8080", "libgomp1");
        assertThat(dockerfile).contains("OMP_WAIT_POLICY=PASSIVE", "GOMP_SPINCOUNT=1000");
    }

    @Test
    void isGivenEveryModuleOfTheReactor() {
        List<String> ignored = Checkout.text(".dockerignore").lines().toList();
        assertThat(ignored)
                .contains("**/target", ".git")
                .doesNotContain(
                        "shared-model", "embedded", "services", "cli", "benchmarks", "integration-tests", ".mvn");
    }
}
