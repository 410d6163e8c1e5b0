package io.espalier.cli.push;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpecReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads the spec that a user names on the command line.
public final class SpecFile {

    private SpecFile() {}

    /// The text of a spec that is known to be in order, so that mistakes show before anything is uploaded.
    ///
    /// @throws PipelineException.Permanent `SPEC_INVALID` if it breaks a rule, is not text or not there
    public static String text(Path file) {
        try {
            String text = Files.readString(file);
            RunSpecReader.readSweep(text);
            return text;
        } catch (NoSuchFileException e) {
            throw new PipelineException.Permanent(ErrorCode.SPEC_INVALID, "there is no spec file " + file, e);
        } catch (CharacterCodingException e) {
            throw new PipelineException.Permanent(ErrorCode.SPEC_INVALID, file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new PipelineException.Permanent(ErrorCode.SPEC_INVALID, file + " cannot be read: " + e, e);
        }
    }
}
