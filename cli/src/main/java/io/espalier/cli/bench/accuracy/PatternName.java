package io.espalier.cli.bench.accuracy;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Patterns as the command line names them: `8x8`, `im2col-8x32`, `channel`, `2:4`, `8x8+2:4`.
final class PatternName {

    private static final Pattern TILE = Pattern.compile("(\\d{1,4})[x×](\\d{1,4})");
    private static final Pattern IM2COL = Pattern.compile("im2col-(\\d{1,4})[x×](\\d{1,4})");
    private static final Pattern N_OF_M = Pattern.compile("(\\d{1,2}):(\\d{1,2})");
    private static final Pattern BOTH = Pattern.compile("(\\d{1,4})[x×](\\d{1,4})\\+(\\d{1,2}):(\\d{1,2})");

    private PatternName() {}

    /// @throws PipelineException.Permanent `REQUEST_INVALID` if `name` has none of the forms
    /// @throws io.espalier.contracts.SpecValueException if an extent is out of range
    static BlockPattern parse(String name) {
        Matcher tile = TILE.matcher(name);
        Matcher im2col = IM2COL.matcher(name);
        Matcher few = N_OF_M.matcher(name);
        Matcher both = BOTH.matcher(name);
        if (name.equals("channel")) {
            return new BlockPattern.Channel();
        }
        if (tile.matches()) {
            return new BlockPattern.Tile(number(tile, 1), number(tile, 2));
        }
        if (im2col.matches()) {
            return new BlockPattern.Im2col(number(im2col, 1), number(im2col, 2), BlockPattern.Order.TAP_MAJOR);
        }
        if (few.matches()) {
            return new BlockPattern.NOfM(number(few, 1), number(few, 2));
        }
        if (both.matches()) {
            return new BlockPattern.TileNOfM(
                    new BlockPattern.Tile(number(both, 1), number(both, 2)),
                    new BlockPattern.NOfM(number(both, 3), number(both, 4)));
        }
        throw new PipelineException.Permanent(
                ErrorCode.REQUEST_INVALID,
                "--patterns must be of 8x8, im2col-8x32, channel, 2:4 or 8x8+2:4, one was '" + name + "'");
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
