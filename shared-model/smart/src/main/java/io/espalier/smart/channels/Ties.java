package io.espalier.smart.channels;

import java.util.Arrays;

/// Channels that share a fate: union-find over channel numbers. A channel that is pinned pins all that are tied to
/// it.
final class Ties {

    private int[] parent = new int[1024];
    private boolean[] pinned = new boolean[1024];
    private int count;

    /// Numbers of channels that nothing is known of yet.
    int[] fresh(int channels) {
        if (count + channels > parent.length) {
            int room = Math.max(count + channels, 2 * parent.length);
            parent = Arrays.copyOf(parent, room);
            pinned = Arrays.copyOf(pinned, room);
        }
        int[] fresh = new int[channels];
        for (int c = 0; c < channels; c++) {
            parent[count] = count;
            fresh[c] = count++;
        }
        return fresh;
    }

    int root(int channel) {
        int root = channel;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    void tie(int one, int other) {
        int first = root(one);
        int second = root(other);
        parent[Math.max(first, second)] = Math.min(first, second);
        pinned[Math.min(first, second)] |= pinned[Math.max(first, second)];
    }

    void pin(int channel) {
        pinned[root(channel)] = true;
    }

    boolean isPinned(int channel) {
        return pinned[root(channel)];
    }
}
