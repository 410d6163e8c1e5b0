package io.espalier.smart.channels;

/// The channels of one initializer along one axis.
///
/// @param node        output of the node that reads it
/// @param initializer name
/// @param axis        along which its channels lie
/// @param groups      the group of each position, shape `(extent)`; -1 = stays
/// @param role        what removing a group does to it
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record ChannelSlice(String node, String initializer, int axis, int[] groups, Role role) {

    /// What an initializer is to its channels. A smaller network narrows all three.
    public enum Role {
        /// Makes the channel: zeros here make it exactly 0. Rows of weights with two or more axes, biases, scales
        /// and
        /// offsets of normalisations, depthwise filters.
        PRODUCES,
        /// Belongs to the channel but cannot make a zero of it anything else: statistics, slopes, constants that it
        /// is
        /// multiplied by.
        ACCOMPANIES,
        /// Reads the channel: any value will do where the channel is 0.
        READS
    }

    /// This slice with other groups.
    ChannelSlice withGroups(int[] replacement) {
        return new ChannelSlice(node, initializer, axis, replacement, role);
    }
}
