package io.espalier.smart.channels;

import java.util.Arrays;

/// The channels of a value while the graph is walked.
///
/// @param axis along which they lie
/// @param ids  channel of each position, numbers of [Ties]
/// @param live positions that may differ from 0 where their channel is removed
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record Flow(int axis, int[] ids, boolean[] live) {

    static Flow of(int axis, int[] ids) {
        return new Flow(axis, ids, new boolean[ids.length]);
    }

    int extent() {
        return ids.length;
    }

    Flow onAxis(int other) {
        return new Flow(other, ids, live);
    }

    /// Whether zeros become something else under a function.
    Flow through(boolean keepsZero) {
        if (keepsZero) {
            return this;
        }
        boolean[] all = new boolean[ids.length];
        Arrays.fill(all, true);
        return new Flow(axis, ids, all);
    }

    Flow withLive(boolean[] other) {
        return new Flow(axis, ids, other);
    }

    Flow part(int begin, int end) {
        return new Flow(axis, Arrays.copyOfRange(ids, begin, end), Arrays.copyOfRange(live, begin, end));
    }
}
