package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ErrorLineTest {

    private final StringWriter err = new StringWriter();

    @Test
    void aFullDiskIsNoDefect() {
        assertThat(said(new UncheckedIOException(
                        "m.onnx cannot be written", new IOException("No space left on device"))))
                .isEqualTo(ExitCodes.FAILED);

        assertThat(err.toString())
                .startsWith("error STORE_FULL: m.onnx cannot be written: No space left on device")
                .hasLineCount(2);
    }

    @Test
    void aForbiddenFolderIsNamed() {
        assertThat(said(new UncheckedIOException("m.onnx cannot be written", new AccessDeniedException("/srv/m.part"))))
                .isEqualTo(ExitCodes.FAILED);

        assertThat(err.toString())
                .startsWith("error STORE_UNAVAILABLE: m.onnx cannot be written: /srv/m.part: permission denied")
                .hasLineCount(2);
    }

    @Test
    void aCheckedFailureOfAFileIsSaidAlike() {
        said(new FileSystemException("/srv/m.onnx", null, "Read-only file system"));

        assertThat(err.toString()).startsWith("error STORE_UNAVAILABLE: /srv/m.onnx: Read-only file system");
    }

    @Test
    void anInterruptedComputationIsSaidByWhatInterruptedIt() {
        assertThat(said(new CancellationException("prune stopped after step 3 of 9")))
                .isEqualTo(ExitCodes.INTERRUPTED);

        assertThat(err.toString()).isEmpty();
    }

    private int said(Exception failure) {
        CommandLine command = Espalier.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(err));
        return new ErrorLine().handleExecutionException(failure, command, command.parseArgs());
    }
}
