package io.espalier.datasets;

import java.util.List;

/// What was left out when a split was decoded.
///
/// @param corrupt      images that could not be used: unreadable, without their mask or annotation, or absent
/// @param firstCorrupt paths of the first of them in order, at most [#NAMES]
/// @param droppedBoxes boxes without area, or of which resizing left nothing that can be seen
public record DecodeReport(int corrupt, List<String> firstCorrupt, int droppedBoxes) {

    /// Names kept.
    public static final int NAMES = 10;

    /// Nothing was left out.
    public static final DecodeReport CLEAN = new DecodeReport(0, List.of(), 0);

    public DecodeReport {
        firstCorrupt = List.copyOf(firstCorrupt);
    }
}
