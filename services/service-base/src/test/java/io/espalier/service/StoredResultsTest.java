package io.espalier.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.artifacts.Storage;
import io.espalier.contracts.RunId;
import io.espalier.contracts.SweepId;
import io.espalier.runs.SharedResults;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredResultsTest {

    private static final SweepId SWEEP = SweepId.of(RunId.ofSubmission("test", "1"));
    private static final SweepId OTHER = SweepId.of(RunId.ofSubmission("test", "2"));

    @Test
    void theFirstResultOfASweepStays(@TempDir Path directory) {
        try (Storage storage = Storage.open(directory.toUri())) {
            SharedResults results = new StoredResults(storage, SWEEP);
            assertThat(results.find("reference")).isEmpty();

            results.keep("reference", new byte[] {1, 2});
            results.keep("reference", new byte[] {3});

            assertThat(new StoredResults(storage, SWEEP).find("reference")).hasValue(new byte[] {1, 2});
            assertThat(results.find("accuracy")).isEmpty();
            assertThat(new StoredResults(storage, OTHER).find("reference")).isEmpty();
        }
    }
}
