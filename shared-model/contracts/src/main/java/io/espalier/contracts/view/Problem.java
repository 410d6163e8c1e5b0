package io.espalier.contracts.view;

import io.espalier.contracts.ErrorCode;
import java.net.URI;

/// An error response, `application/problem+json` (RFC 9457).
///
/// @param type   `urn:espalier:error:<CODE>`
/// @param title  one sentence: what is the matter
/// @param status HTTP status
/// @param detail which value was wrong and what was allowed
/// @param code   stable name of the error
/// @param remedy one sentence: what the user can do
public record Problem(URI type, String title, int status, String detail, ErrorCode code, String remedy) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /// The document for `code`, worded as [ErrorCode] words it.
    public static Problem of(ErrorCode code, int status, String detail) {
        URI type = URI.create("urn:espalier:error:" + code.name());
        return new Problem(type, code.meaning(), status, detail, code, code.remedy());
    }
}
