package io.espalier.cli.pull;

import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Writes a stream to a file that appears only when its digest is the announced one.
final class VerifiedDownload {

    private VerifiedDownload() {}

    /// Replaces `file` in one step, or leaves it as it was.
    ///
    /// @throws PipelineException.Permanent `DIGEST_MISMATCH`
    static void write(InputStream bytes, ArtifactRef expected, Path file) {
        try {
            Path whole = file.toAbsolutePath();
            Files.createDirectories(whole.getParent());
            // Not a system temporary file: those are readable by their owner only, and so would be the model.
            Path partial = whole.resolveSibling(
                    file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
            try {
                requireDigest(copy(bytes, partial), expected);
                Files.move(partial, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private static String copy(InputStream bytes, Path partial) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (OutputStream out = Files.newOutputStream(partial)) {
            new DigestInputStream(bytes, digest).transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void requireDigest(String found, ArtifactRef expected) {
        if (!found.equals(expected.sha256())) {
            throw new PipelineException.Permanent(
                    ErrorCode.DIGEST_MISMATCH,
                    "the downloaded bytes have SHA-256 " + found + ", the registry says " + expected.sha256());
        }
    }
}
