package io.espalier.registry.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a `Range` header asks of a file.
///
/// Source: RFC 9110 §14.1.2 and §14.2. More than one range, another unit and what is not well formed are answered
/// with the whole file, as the RFC allows.
public sealed interface ByteRange {

    record Whole() implements ByteRange {}

    /// @param first offset of the first byte
    /// @param last  offset of the last byte, included
    record Part(long first, long last) implements ByteRange {

        public long length() {
            return last - first + 1;
        }
    }

    /// No byte of the file is in the range: 416.
    record Unsatisfiable() implements ByteRange {}

    /// @param header    the `Range` header; null = absent
    /// @param sizeBytes length of the file
    static ByteRange parse(@Nullable String header, long sizeBytes) {
        Matcher matcher = Form.SINGLE.matcher(header == null ? "" : header.strip());
        if (!matcher.matches()) {
            return new Whole();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), sizeBytes);
        }
        return between(Long.parseLong(first), last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last), sizeBytes);
    }

    private static ByteRange suffix(long length, long sizeBytes) {
        return length == 0 || sizeBytes == 0
                ? new Unsatisfiable()
                : new Part(Math.max(0, sizeBytes - length), sizeBytes - 1);
    }

    private static ByteRange between(long first, long last, long sizeBytes) {
        if (last < first) {
            return new Whole();
        }
        return first >= sizeBytes ? new Unsatisfiable() : new Part(first, Math.min(last, sizeBytes - 1));
    }

    /// Eighteen digits: whatever is longer is beyond any file and is treated as not well formed.
    final class Form {

        private static final Pattern SINGLE =
                Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})", Pattern.CASE_INSENSITIVE);

        private Form() {}
    }
}
