package io.espalier.smart.channels;

/// The channels of a computed value.
///
/// @param axis   along which they lie
/// @param groups the group of each position, shape `(extent)`; -1 = stays. After a Flatten each channel has as many
///               positions as it has pixels
/// @param live   positions that are not 0 where their group is: between a function with `f(0) ≠ 0` and what
///     multiplies
///               or renormalises it. The claim of all others holds for finite weights
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record ChannelAxis(int axis, int[] groups, boolean[] live) {}
