package io.espalier.cli.push;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A `multipart/form-data` body whose file parts are streamed from disk.
///
/// Source: RFC 7578, §4.
final class MultipartForm {

    private static final String LINE = "\r\n";

    private final String boundary;
    private final List<BodyPublisher> parts = new ArrayList<>();

    /// @param boundary a line that occurs in no part, of letters and digits
    MultipartForm(String boundary) {
        this.boundary = boundary;
    }

    /// @throws PipelineException.Permanent `ARTIFACT_NOT_FOUND` if there is no such file
    MultipartForm file(String name, Path file, String mediaType) {
        parts.add(head(name, file.getFileName().toString(), mediaType));
        try {
            parts.add(BodyPublishers.ofFile(file));
        } catch (FileNotFoundException e) {
            throw new PipelineException.Permanent(ErrorCode.ARTIFACT_NOT_FOUND, "there is no file " + file, e);
        }
        parts.add(BodyPublishers.ofString(LINE));
        return this;
    }

    MultipartForm text(String name, String fileName, String text, String mediaType) {
        parts.add(head(name, fileName, mediaType));
        parts.add(BodyPublishers.ofString(text + LINE));
        return this;
    }

    private BodyPublisher head(String name, String fileName, String mediaType) {
        String quotable = fileName.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
        return BodyPublishers.ofString(
                "--" + boundary + LINE + "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + quotable
                        + "\"" + LINE + "Content-Type: " + mediaType + LINE + LINE,
                StandardCharsets.UTF_8);
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    BodyPublisher body() {
        List<BodyPublisher> all = new ArrayList<>(parts);
        all.add(BodyPublishers.ofString("--" + boundary + "--" + LINE));
        return BodyPublishers.concat(all.toArray(BodyPublisher[]::new));
    }
}
