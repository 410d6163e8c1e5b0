package io.espalier.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Numbers on the command line that have bounds.
public final class Bounds {

    private Bounds() {}

    /// @throws ParameterException, a usage error that says what is allowed, unless `least <= value <= most`
    public static int require(CommandSpec command, String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    command.commandLine(), "%s must be in [%d, %d], was %d".formatted(option, least, most, value));
        }
        return value;
    }
}
