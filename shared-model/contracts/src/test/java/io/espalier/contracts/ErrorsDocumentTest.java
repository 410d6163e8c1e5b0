package io.espalier.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Keeps `docs/errors.md` equal to the enum; rewrite it with `-Dgolden.update`.
class ErrorsDocumentTest {

    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", "."), "../../docs/errors.md");

    @Test
    void documentsEveryCode() throws IOException {
        String expected = document();
        if (System.getProperty("golden.update") != null) {
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(Files.readString(DOCUMENT))
                .as("docs/errors.md is generated; run this test with -Dgolden.update")
                .isEqualTo(expected);
    }

    private static String document() {
        String rows = Arrays.stream(ErrorCode.values())
                .map(code -> "| `%s` | %s | %s |".formatted(code, code.meaning(), code.remedy()))
                .collect(Collectors.joining("\n"));
        return """
                # Errors

                Every failure that a user can meet has one of these names. The same word stands in `StageFailed` events, in the
                `code` of problem responses (RFC 9457), after `error` in the command line's output and in metrics. A name is never
                reused for another meaning. This page is generated from `ErrorCode`.

                Over HTTP `RUN_NOT_FOUND`, `MODEL_NOT_FOUND` and `ARTIFACT_NOT_FOUND` are 404, what passes by itself is 503, `DIGEST_MISMATCH`
                and `INTERNAL` are 500, `ARTIFACT_TOO_LARGE` is 413, and everything else is 400; `REQUEST_INVALID` is also what comes with a status that HTTP itself
                gives, such as 403 for what a page of another site made a browser send ([who may write](events.md#who-may-write-over-http)).

                | code | what is the matter | what to do |
                |---|---|---|
                %s
                """.formatted(rows);
    }
}
