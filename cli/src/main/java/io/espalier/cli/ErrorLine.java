package io.espalier.cli;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Says what went wrong in two lines, the error and its remedy; never a stack trace.
final class ErrorLine implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        switch (failure) {
            case PipelineException known -> print(err, known.code(), String.valueOf(known.getMessage()));
            case InterruptedException ignored -> err.println("interrupted");
            default -> print(err, ErrorCode.INTERNAL, failure + trace(failure));
        }
        err.flush();
        return ExitCodes.FAILED;
    }

    static void print(PrintWriter err, ErrorCode code, String message) {
        err.println("error " + code + ": " + message);
        err.println("  " + code.remedy());
    }

    /// A defect's stack trace goes to a file that a report can carry.
    private static String trace(Exception defect) {
        StringWriter trace = new StringWriter();
        defect.printStackTrace(new PrintWriter(trace));
        try {
            Path file = Files.createTempFile("espalier-", ".trace");
            Files.writeString(file, trace.toString());
            return " (details in " + file + ")";
        } catch (java.io.IOException e) {
            return "";
        }
    }
}
