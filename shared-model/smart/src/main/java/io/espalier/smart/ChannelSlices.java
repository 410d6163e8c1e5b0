package io.espalier.smart;

import java.util.Arrays;
import java.util.List;

/// Slices of one parameter that go with channel blocks.
///
/// @param parameter name of the initializer
/// @param shape     of it
/// @param axis      along which it is sliced
/// @param positions along the axis, each once
/// @param blocks    the block within the layer that each position goes with, of the same length
@SuppressWarnings("ArrayRecordComponent") // compared by content
public record ChannelSlices(String parameter, List<Integer> shape, int axis, int[] positions, int[] blocks) {

    public ChannelSlices {
        shape = List.copyOf(shape);
    }

    /// A weight, not a bias or a scale.
    public boolean isWeight() {
        return shape.size() > 1;
    }

    void forEach(PrunableLayer.ElementVisitor visitor) {
        int extent = shape.get(axis);
        int inner = product(shape.subList(axis + 1, shape.size()));
        int size = product(shape);
        for (int i = 0; i < positions.length; i++) {
            for (int begin = positions[i] * inner; begin < size; begin += extent * inner) {
                for (int index = begin; index < begin + inner; index++) {
                    visitor.visit(index, blocks[i]);
                }
            }
        }
    }

    private static int product(List<Integer> extents) {
        return extents.stream().reduce(1, Math::multiplyExact);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelSlices slices
                && parameter.equals(slices.parameter)
                && shape.equals(slices.shape)
                && axis == slices.axis
                && Arrays.equals(positions, slices.positions)
                && Arrays.equals(blocks, slices.blocks);
    }

    @Override
    public int hashCode() {
        return parameter.hashCode() * 31 + Arrays.hashCode(positions);
    }
}
