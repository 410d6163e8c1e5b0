package io.espalier.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// The pipeline on the broker and database that deployments use, where [PipelineIT] uses the bundled ones.
@EnabledIf(
        value = "io.espalier.pipeline.Containers#engineAnswers",
        disabledReason = "skipped: no Docker engine answers")
class ContainersIT {

    @TempDir
    private static Path directory;

    private static @Nullable Containers containers;
    private static @Nullable ServiceProcesses services;
    private static PromotionScenario scenario;

    @BeforeAll
    static void start() throws IOException {
        containers = Containers.start();
        Inputs inputs = Inputs.write(directory);
        services =
                ServiceProcesses.start(directory.resolve("services"), inputs.dataDirectory(), containers.environment());
        scenario = new PromotionScenario(services, inputs, containers.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        if (services != null) {
            services.close();
        }
        if (containers != null) {
            containers.close();
        }
    }

    @Test
    void anUploadedModelIsPromotedWithExactlyHalfOfItsBlocks() {
        scenario.upload();
    }

    @Test
    void aPlainCloudEventIsPromotedWithExactlyHalfOfItsBlocks() throws IOException {
        scenario.plainCloudEvent();
    }
}
