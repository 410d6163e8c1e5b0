package io.espalier.datasets.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One request for the bytes of an archive that are not here yet.
///
/// @param part     what is here, and grows
/// @param expected what the spec says about the whole
/// @param cache    gives room, and bounds the size
record Transfer(
        RemoteObject object,
        PartFile part,
        Expected expected,
        DatasetCache cache,
        HttpGet get,
        DownloadListener listener) {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int REPORT_BYTES = 1 << 20;

    /// Goes on where the part ends if the server still has the same bytes (RFC 9110, 13.1.5 and 14.2), else
    /// begins anew. Afterwards the part is whole.
    ///
    /// @throws Interruption if it is not, and may be the next time
    /// @throws PipelineException.Permanent `DATASET_NOT_FOUND` if the server refuses; `DIGEST_MISMATCH` or
    ///     `DATASET_INVALID` if it announces another size than the spec, or more than the cache can hold
    /// @throws PipelineException.Transient `STORE_FULL`, `STORE_UNAVAILABLE` if the part cannot be written
    void run() throws Interruption {
        Optional<Origin> before = part.origin();
        if (before.isPresent() && before.get().sizeBytes() == part.sizeBytes()) {
            return; // whole, and the process died before it was checked
        }
        long offset = before.flatMap(Origin::rangeValidator).isPresent() ? part.sizeBytes() : 0;
        try {
            HttpResponse<InputStream> answer = get.send(object, range(before, offset));
            try (InputStream body = new WatchedBody(answer.body(), get.idle())) {
                copy(body, accept(answer, offset));
            }
        } catch (Interruption e) {
            throw e;
        } catch (IOException e) {
            throw new Interruption(e);
        }
    }

    private static Map<String, String> range(Optional<Origin> before, long offset) {
        return offset == 0
                ? Map.of()
                : Map.of(
                        "Range",
                        "bytes=" + offset + "-",
                        "If-Range",
                        before.flatMap(Origin::rangeValidator).orElseThrow());
    }

    private Origin accept(HttpResponse<?> answer, long offset) throws Interruption {
        int status = answer.statusCode();
        if (status == 200) {
            return begin(Origin.of(answer.headers()));
        }
        if (status == 206 && offset > 0) {
            return continued(answer.headers(), offset);
        }
        if (status == 206 || status == 416) {
            part.discard();
            throw new Interruption("it answers with other bytes than were asked for (" + status + ")");
        }
        if (status == 408 || status == 429 || status >= 500) {
            String wait = answer.headers().firstValue("Retry-After").orElse("");
            throw new Interruption("it answers " + status, Retries.retryAfter(wait, Instant.now()));
        }
        throw SourceFailure.notFound("'" + object.name() + "' answers " + status + meaning(status));
    }

    private static String meaning(int status) {
        return switch (status) {
            case 401 -> ": it asks for a user and a password";
            case 403 -> ": it is not there, or these credentials may not read it";
            case 404, 410 -> ": there is no such file";
            default -> "";
        };
    }

    private Origin begin(Origin origin) {
        if (origin.sizeBytes() >= 0) {
            expected.requireSize(origin.sizeBytes(), object.name());
            requireRoom(origin.sizeBytes());
            cache.makeRoom(origin.sizeBytes());
        }
        part.begin(origin);
        return origin;
    }

    private Origin continued(HttpHeaders headers, long offset) throws Interruption {
        Origin origin = part.origin().orElseThrow();
        Matcher range =
                CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        boolean same = range.matches()
                && Long.parseLong(range.group(1)) == offset
                && (origin.sizeBytes() < 0 || range.group(2).equals(String.valueOf(origin.sizeBytes())))
                && origin.agrees(headers);
        if (!same) {
            part.discard();
            throw new Interruption("the file changed while it was downloaded");
        }
        return origin;
    }

    private void copy(InputStream body, Origin origin) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = part.sizeBytes();
        long reported = bytes;
        try (OutputStream out = part.append()) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes += read;
                requireRoom(bytes);
                out.write(buffer, 0, read);
                if (bytes - reported >= REPORT_BYTES) {
                    listener.downloaded(bytes, origin.sizeBytes());
                    reported = bytes;
                }
            }
        }
        if (origin.sizeBytes() >= 0 && bytes != origin.sizeBytes()) {
            throw new Interruption("it ended after " + bytes + " of " + origin.sizeBytes() + " bytes");
        }
        listener.downloaded(bytes, bytes);
    }

    private void requireRoom(long bytes) {
        if (bytes > cache.limit().bytes()) {
            part.discard();
            throw SourceFailure.invalid("'" + object.name() + "' has " + bytes + " bytes or more; the cache may hold "
                    + cache.limit().bytes() + " (espalier.cache-limit)");
        }
    }
}
