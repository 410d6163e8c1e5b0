package io.espalier.trainable;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Tensor;
import io.espalier.trainable.BlockFactor.Channels;
import io.espalier.trainable.BlockFactor.Matrix;
import io.espalier.trainable.BlockFactor.Slices;
import io.espalier.trainable.BlockFactor.Tiles;
import io.espalier.trainable.script.Operands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where the factors of one [BlockFactor] lie among all factors, and which of them multiplies each element.
///
/// @param block  what is multiplied
/// @param shapes of its parameters, by name
/// @param offset of its first factor among all factors
record FactorGrid(BlockFactor block, Map<String, long[]> shapes, int offset) {

    /// @throws IllegalArgumentException if tiles are asked of anything but a Conv or transposed Gemm weight, channels
    ///     of what is not trained, or an axis has another extent
    static List<FactorGrid> of(Graph graph, Operands operands, List<BlockFactor> factors) {
        List<FactorGrid> grids = new ArrayList<>();
        int offset = 0;
        for (BlockFactor factor : factors) {
            Map<String, long[]> shapes = new HashMap<>();
            for (String parameter : parameters(factor)) {
                if (!operands.parameters().contains(parameter)) {
                    throw new IllegalArgumentException(
                            "block factors need trained parameters, '%s' is none".formatted(parameter));
                }
                shapes.put(parameter, graph.constant(parameter).orElseThrow().shape());
            }
            requireFit(factor, operands, shapes);
            FactorGrid grid = new FactorGrid(factor, Map.copyOf(shapes), offset);
            grids.add(grid);
            offset += grid.size();
        }
        return List.copyOf(grids);
    }

    private static void requireFit(BlockFactor factor, Operands operands, Map<String, long[]> shapes) {
        boolean fits =
                switch (factor) {
                    case Tiles tiles -> operands.isOutputMajorWeight(tiles.parameter());
                    case Matrix matrix -> operands.isOutputMajorWeight(matrix.parameter());
                    case Channels channels ->
                        channels.targets().stream().allMatch(slices -> fits(slices, channels, shapes));
                };
        if (!fits) {
            throw new IllegalArgumentException(
                    "block factors need Conv or transposed Gemm weights, or as many channels as the axis has: "
                            + factor);
        }
    }

    private static boolean fits(Slices slices, Channels channels, Map<String, long[]> shapes) {
        long[] shape = shapes.getOrDefault(slices.parameter(), new long[0]);
        return slices.axis() < shape.length
                && slices.positions().length == slices.factors().length
                && Arrays.stream(slices.positions()).allMatch(at -> at >= 0 && at < shape[slices.axis()])
                && Arrays.stream(slices.factors()).allMatch(factor -> factor >= 0 && factor < channels.count());
    }

    private static List<String> parameters(BlockFactor factor) {
        return switch (factor) {
            case Tiles tiles -> List.of(tiles.parameter());
            case Matrix matrix -> List.of(matrix.parameter());
            case Channels channels ->
                channels.targets().stream().map(Slices::parameter).distinct().toList();
        };
    }

    /// Names of the parameters that it multiplies.
    List<String> parameters() {
        return parameters(block);
    }

    /// Number of its factors.
    int size() {
        return switch (block) {
            case Tiles tiles -> Math.toIntExact(product(grid(tiles)));
            case Matrix matrix -> Math.toIntExact(product(grid(matrix)));
            case Channels channels -> channels.count();
        };
    }

    long[] shape(String parameter) {
        long[] shape = shapes.get(parameter);
        if (shape == null) {
            throw new IllegalArgumentException("'" + parameter + "' is not of these blocks");
        }
        return shape;
    }

    /// `(⌈Co/blockOut⌉, ⌈Ci/blockIn⌉, …taps)`.
    long[] grid(Tiles tiles) {
        long[] grid = shape(tiles.parameter()).clone();
        grid[0] = Math.ceilDiv(grid[0], tiles.blockOut());
        grid[1] = Math.ceilDiv(grid[1], tiles.blockIn());
        return grid;
    }

    /// `(⌈Co/blockOut⌉, ⌈K/products⌉)`.
    long[] grid(Matrix matrix) {
        long[] shape = shape(matrix.parameter());
        long products = product(shape) / shape[0];
        return new long[] {Math.ceilDiv(shape[0], matrix.blockOut()), Math.ceilDiv(products, matrix.products())};
    }

    static long product(long[] sizes) {
        return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    }

    /// The parameters multiplied by all factors that they have; exactly `+0.0f` where one is 0, whatever the sign.
    ///
    /// @param values  of the parameters
    /// @param factors of all grids
    static void apply(List<FactorGrid> grids, Map<String, Tensor> values, float[] factors) {
        for (FactorGrid grid : grids) {
            for (String parameter : grid.parameters()) {
                values.computeIfPresent(
                        parameter,
                        (name, value) -> Tensor.ofFloats(value.shape(), grid.applied(name, value.floats(), factors)));
            }
        }
    }

    private float[] applied(String parameter, float[] value, float[] factors) {
        switch (block) {
            case Tiles tiles -> applyTiles(tiles, value, factors);
            case Matrix matrix -> applyMatrix(matrix, value, factors);
            case Channels channels ->
                channels.targets().stream()
                        .filter(slices -> slices.parameter().equals(parameter))
                        .forEach(slices -> applySlices(slices, value, factors));
        }
        return value;
    }

    private void applyTiles(Tiles tiles, float[] value, float[] factors) {
        long[] shape = shape(tiles.parameter());
        int inputs = (int) shape[1];
        int taps = value.length / Math.toIntExact(shape[0] * inputs);
        int columns = Math.ceilDiv(inputs, tiles.blockIn());
        for (int i = 0; i < value.length; i++) {
            int out = i / taps / inputs;
            int in = i / taps % inputs;
            int cell = (out / tiles.blockOut() * columns + in / tiles.blockIn()) * taps + i % taps;
            value[i] = times(value[i], factors[offset + cell]);
        }
    }

    private void applyMatrix(Matrix matrix, float[] value, float[] factors) {
        long[] shape = shape(matrix.parameter());
        int inputs = (int) shape[1];
        int products = value.length / (int) shape[0];
        int taps = products / inputs;
        int columns = Math.ceilDiv(products, matrix.products());
        for (int i = 0; i < value.length; i++) {
            int stored = i % products;
            int column = matrix.tapMajor() ? stored % taps * inputs + stored / taps : stored;
            int cell = i / products / matrix.blockOut() * columns + column / matrix.products();
            value[i] = times(value[i], factors[offset + cell]);
        }
    }

    private void applySlices(Slices slices, float[] value, float[] factors) {
        long[] shape = shape(slices.parameter());
        int extent = (int) shape[slices.axis()];
        int inner = (int) product(Arrays.copyOfRange(shape, slices.axis() + 1, shape.length));
        for (int i = 0; i < slices.positions().length; i++) {
            float factor = factors[offset + slices.factors()[i]];
            for (int begin = slices.positions()[i] * inner; begin < value.length; begin += extent * inner) {
                for (int at = begin; at < begin + inner; at++) {
                    value[at] = times(value[at], factor);
                }
            }
        }
    }

    private static float times(float value, float factor) {
        return factor == 0 ? 0f : value * factor;
    }
}
