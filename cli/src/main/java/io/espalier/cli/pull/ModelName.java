package io.espalier.cli.pull;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What to pull: `NAME`, `NAME@ALIAS` or `NAME:VERSION`.
///
/// @param name    in the registry
/// @param version a number or an alias; `approved` if none was given
record ModelName(String name, String version) {

    private static final Pattern FORM = Pattern.compile("([a-z0-9._-]+)(?:@([a-z0-9-]+)|:([0-9]+))?");
    private static final String DEFAULT_ALIAS = "approved";

    /// @throws PipelineException.Permanent `REQUEST_INVALID`
    static ModelName parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID,
                    "a model is named NAME, NAME@ALIAS or NAME:VERSION, such as resnet20@approved, was '" + text + "'");
        }
        if (matcher.group(2) != null) {
            return new ModelName(matcher.group(1), matcher.group(2));
        }
        return new ModelName(matcher.group(1), matcher.group(3) == null ? DEFAULT_ALIAS : matcher.group(3));
    }
}
