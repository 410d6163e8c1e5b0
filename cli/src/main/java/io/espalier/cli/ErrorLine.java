package io.espalier.cli;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Says what went wrong in two lines, the error and its remedy; never a stack trace.
final class ErrorLine implements IExecutionExceptionHandler {

    /// An interrupted computation is said by what interrupted it, not here.
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof CancellationException || Thread.currentThread().isInterrupted()) {
            return ExitCodes.INTERRUPTED;
        }
        PrintWriter err = command.getErr();
        switch (failure) {
            case PipelineException known -> print(err, known.code(), String.valueOf(known.getMessage()));
            case InterruptedException ignored -> err.println("interrupted");
            case UncheckedIOException wrapped ->
                printStorage(err, wrapped.getMessage() + ": ", Objects.requireNonNull(wrapped.getCause()));
            case IOException broken -> printStorage(err, "", broken);
            default -> print(err, ErrorCode.INTERNAL, failure + trace(failure));
        }
        err.flush();
        return ExitCodes.FAILED;
    }

    static void print(PrintWriter err, ErrorCode code, String message) {
        err.println("error " + code + ": " + message);
        err.println("  " + code.remedy());
    }

    /// A file or folder of the user's that cannot be read or written, with its path and the system's reason.
    private static void printStorage(PrintWriter err, String what, IOException failure) {
        boolean full = String.valueOf(failure.getMessage()).contains("No space left");
        err.println(
                "error " + (full ? ErrorCode.STORE_FULL : ErrorCode.STORE_UNAVAILABLE) + ": " + what + reason(failure));
        err.println("  Free space or correct the permissions there, or name another place.");
    }

    private static String reason(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileAlreadyExistsException file -> file.getFile() + " exists and is not a folder";
            default -> message;
        };
    }

    /// A defect's stack trace goes to a file that a report can carry.
    private static String trace(Exception defect) {
        StringWriter trace = new StringWriter();
        defect.printStackTrace(new PrintWriter(trace));
        try {
            Path file = Files.createTempFile("espalier-", ".trace");
            Files.writeString(file, trace.toString());
            return " (details in " + file + ")";
        } catch (IOException e) {
            return "";
        }
    }
}
