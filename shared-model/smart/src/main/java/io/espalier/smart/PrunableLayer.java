package io.espalier.smart;

import io.espalier.contracts.BlockPattern.Order;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// A layer whose weight is cut into blocks, or layers whose channels must go together.
///
/// The weight is `(outChannels, inChannels, taps)`, row-major; a fully connected one has one tap.
///
/// @param node        name of the ONNX node; of several, the first in the graph
/// @param weight      name of its weight initializer
/// @param outChannels first extent of the weight
/// @param inChannels  second extent, inputs of one group
/// @param taps        product of the kernel's extents
public record PrunableLayer(String node, String weight, int outChannels, int inChannels, int taps, Cut cut) {

    /// Called for one element of a parameter.
    @FunctionalInterface
    public interface ElementVisitor {

        /// @param index row-major in the parameter
        /// @param block within the layer
        void visit(int index, int block);
    }

    /// A parameter that blocks of the layer have elements of.
    ///
    /// @param isWeight a weight, not a bias or a scale
    /// @param elements visits every element that is in a block
    public record Part(String parameter, boolean isWeight, Elements elements) {}

    /// Elements of a parameter with their blocks.
    @FunctionalInterface
    public interface Elements {
        void forEach(ElementVisitor visitor);
    }

    /// Tiles of one weight, or with `blockIn = 0` its output channels alone.
    public PrunableLayer(
            String node, String weight, int outChannels, int inChannels, int taps, int blockOut, int blockIn) {
        this(
                node,
                weight,
                outChannels,
                inChannels,
                taps,
                blockIn == 0 ? channels(weight, outChannels, inChannels, taps) : new Cut.Tiles(blockOut, blockIn));
    }

    private static Cut channels(String weight, int outChannels, int inChannels, int taps) {
        int[] each = IntStream.range(0, outChannels).toArray();
        return new Cut.Channels(
                outChannels, List.of(new ChannelSlices(weight, List.of(outChannels, inChannels, taps), 0, each, each)));
    }

    /// Extents of the grid of blocks.
    public List<Integer> grid() {
        return switch (cut) {
            case Cut.Tiles tiles ->
                List.of(Math.ceilDiv(outChannels, tiles.out()), Math.ceilDiv(inChannels, tiles.in()), taps);
            case Cut.Matrix matrix ->
                List.of(
                        Math.ceilDiv(outChannels, matrix.out()),
                        Math.ceilDiv(Math.multiplyExact(inChannels, taps), matrix.products()));
            case Cut.Channels channels -> List.of(channels.count());
        };
    }

    public int blocks() {
        return grid().stream().reduce(1, Math::multiplyExact);
    }

    /// Number of weights in the layer that are in a block; biases and scales do not count.
    public int weights() {
        return switch (cut) {
            case Cut.Tiles ignored -> size();
            case Cut.Matrix ignored -> size();
            case Cut.Channels ignored -> IntStream.of(elements()).sum();
        };
    }

    private int size() {
        return Math.multiplyExact(Math.multiplyExact(outChannels, inChannels), taps);
    }

    /// The parameters that are zero where blocks are removed; the layer's own weight first.
    public List<Part> parts() {
        return switch (cut) {
            case Cut.Tiles tiles -> List.of(new Part(weight, true, visitor -> visit(tiles, visitor)));
            case Cut.Matrix matrix -> List.of(new Part(weight, true, visitor -> visit(matrix, visitor)));
            case Cut.Channels channels ->
                channels.slices().stream()
                        .map(slices -> new Part(slices.parameter(), slices.isWeight(), slices::forEach))
                        .toList();
        };
    }

    private void visit(Cut.Tiles tiles, ElementVisitor visitor) {
        int columns = Math.ceilDiv(inChannels, tiles.in());
        int index = 0;
        for (int out = 0; out < outChannels; out++) {
            for (int in = 0; in < inChannels; in++) {
                int first = (out / tiles.out() * columns + in / tiles.in()) * taps;
                for (int tap = 0; tap < taps; tap++) {
                    visitor.visit(index++, first + tap);
                }
            }
        }
    }

    private void visit(Cut.Matrix matrix, ElementVisitor visitor) {
        int columns = Math.ceilDiv(inChannels * taps, matrix.products());
        boolean tapMajor = matrix.order() == Order.TAP_MAJOR;
        int index = 0;
        for (int out = 0; out < outChannels; out++) {
            for (int in = 0; in < inChannels; in++) {
                for (int tap = 0; tap < taps; tap++) {
                    int k = tapMajor ? tap * inChannels + in : in * taps + tap;
                    visitor.visit(index++, out / matrix.out() * columns + k / matrix.products());
                }
            }
        }
    }

    /// How many weights each block really has, shape `(blocks)`: fewer at ragged edges.
    public int[] elements() {
        int[] elements = new int[blocks()];
        for (Part part : parts()) {
            if (part.isWeight()) {
                part.elements().forEach((index, block) -> elements[block]++);
            }
        }
        return elements;
    }

    /// `Σ w²` of the weights of each block, shape `(blocks)`.
    public double[] sumsOfSquares(Graph graph) {
        double[] sums = new double[blocks()];
        for (Part part : parts()) {
            if (part.isWeight()) {
                float[] values = values(graph, part);
                part.elements().forEach((index, block) -> sums[block] += (double) values[index] * values[index]);
            }
        }
        return sums;
    }

    /// Which blocks hold anything other than ±0, biases and scales of channels included; shape `(blocks)`.
    public boolean[] nonZero(Graph graph) {
        boolean[] nonZero = new boolean[blocks()];
        for (Part part : parts()) {
            float[] values = values(graph, part);
            part.elements().forEach((index, block) -> nonZero[block] |= values[index] != 0.0f);
        }
        return nonZero;
    }

    /// How many weights of the layer's blocks are ±0.
    public long zeroWeights(Graph graph) {
        long[] zeros = new long[1];
        for (Part part : parts()) {
            if (part.isWeight()) {
                float[] values = values(graph, part);
                part.elements().forEach((index, block) -> zeros[0] += values[index] == 0.0f ? 1 : 0);
            }
        }
        return zeros[0];
    }

    /// The elements of a part's parameter, row-major.
    ///
    /// @throws IllegalArgumentException if `graph` is not of this layer
    public static float[] values(Graph graph, Part part) {
        Tensor tensor = graph.initializers().get(part.parameter());
        if (tensor == null) {
            throw new IllegalArgumentException("the graph must have a parameter '" + part.parameter() + "'");
        }
        return tensor.floats();
    }
}
