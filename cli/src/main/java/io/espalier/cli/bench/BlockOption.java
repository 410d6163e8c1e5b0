package io.espalier.cli.bench;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The blocks of a measurement, as `8x8` or `channel`.
final class BlockOption {

    private static final Pattern TILE = Pattern.compile("([1-9][0-9]{0,3})[x×]([1-9][0-9]{0,3})");

    private BlockOption() {}

    /// @throws PipelineException.Permanent `REQUEST_INVALID`
    static BlockPattern parse(String text) {
        if (text.equals("channel")) {
            return new BlockPattern.Channel();
        }
        Matcher tile = TILE.matcher(text);
        if (!tile.matches()) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID, "--block must be OUTxIN, such as 8x8, or channel, was '" + text + "'");
        }
        return new BlockPattern.Tile(Integer.parseInt(tile.group(1)), Integer.parseInt(tile.group(2)));
    }
}
