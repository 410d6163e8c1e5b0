package io.espalier.trainable;

import io.espalier.onnx.Graph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Blocks of the tiny network, and which factor belongs to which element, written out from the definition.
final class Blocks {

    /// 5 × 5 channels in tiles of 2 × 3, ragged at both edges; a weight by channels; one fully connected, 4 × 5.
    static final List<BlockFactor> TILES = List.of(
            new BlockFactor.Tiles("c2.w", 2, 3),
            BlockFactor.Channels.of("c1.w", 5),
            new BlockFactor.Tiles("fc.w", 3, 2));

    /// The matrices `(5, 27)` and `(5, 45)` in tiles of 2 × 4 and 3 × 7, ragged; every weight of `fc` alone.
    static final List<BlockFactor> MATRICES = List.of(
            new BlockFactor.Matrix("c1.w", 2, 4, false),
            new BlockFactor.Matrix("c2.w", 3, 7, true),
            new BlockFactor.Matrix("fc.w", 1, 1, true));

    /// Channels as a residual addition ties them, in another order in one parameter, some of them free.
    static final List<BlockFactor> CHANNELS = List.of(
            new BlockFactor.Channels(
                    2,
                    List.of(
                            new BlockFactor.Slices("c1.w", 0, new int[] {0, 2, 4}, new int[] {0, 1, 0}),
                            new BlockFactor.Slices("n1.scale", 0, new int[] {0, 2, 4}, new int[] {0, 1, 0}))),
            new BlockFactor.Channels(
                    1,
                    List.of(
                            new BlockFactor.Slices("c1.w", 0, new int[] {1}, new int[] {0}),
                            new BlockFactor.Slices("fc.w", 1, new int[] {2}, new int[] {0}))),
            new BlockFactor.Channels(
                    5,
                    List.of(
                            new BlockFactor.Slices("c2.w", 0, new int[] {0, 1, 2, 3, 4}, new int[] {0, 1, 2, 3, 4}),
                            new BlockFactor.Slices("c2.b", 0, new int[] {0, 1, 2, 3, 4}, new int[] {0, 1, 2, 3, 4}),
                            new BlockFactor.Slices(
                                    "n2.offset", 0, new int[] {0, 1, 2, 3, 4}, new int[] {4, 3, 2, 1, 0}))));

    /// Tiles, and single weights inside them.
    static final List<BlockFactor> NESTED =
            List.of(new BlockFactor.Tiles("c2.w", 2, 3), new BlockFactor.Matrix("c2.w", 1, 1, true));

    private Blocks() {}

    /// Which factors each element of each parameter has.
    ///
    /// @param count      factors
    /// @param parameters positions of the factors of each element, by name
    record Cells(int count, Map<String, List<List<Integer>>> parameters) {

        interface Visitor {
            void visit(String parameter, int index, List<Integer> factors);
        }

        void each(Visitor visitor) {
            parameters.forEach((name, own) -> {
                for (int i = 0; i < own.size(); i++) {
                    visitor.visit(name, i, own.get(i));
                }
            });
        }
    }

    static float product(float[] factors, List<Integer> own) {
        float product = 1;
        for (int factor : own) {
            product *= factors[factor];
        }
        return product;
    }

    /// Factors between 0.2 and 1.2, all different.
    static float[] factors(int count) {
        SplittableRandom random = new SplittableRandom(11);
        float[] factors = new float[count];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = 0.2f + (float) random.nextDouble();
        }
        return factors;
    }

    static Cells cells(Graph graph, List<BlockFactor> factors) {
        Map<String, List<List<Integer>>> cells = new LinkedHashMap<>();
        int offset = 0;
        for (BlockFactor factor : factors) {
            offset += switch (factor) {
                case BlockFactor.Tiles tiles -> tiles(tiles, graph, offset, cells);
                case BlockFactor.Matrix matrix -> matrix(matrix, graph, offset, cells);
                case BlockFactor.Channels channels -> channels(channels, graph, offset, cells);
            };
        }
        return new Cells(offset, cells);
    }

    private static int tiles(BlockFactor.Tiles tiles, Graph graph, int offset, Map<String, List<List<Integer>>> cells) {
        long[] grid = shape(graph, tiles.parameter());
        int columns = ceil(grid[1], tiles.blockIn());
        int taps = (int) grid[2];
        elements(
                graph,
                tiles.parameter(),
                cells,
                (out, in, tap) ->
                        List.of(offset + (out / tiles.blockOut() * columns + in / tiles.blockIn()) * taps + tap));
        return ceil(grid[0], tiles.blockOut()) * columns * taps;
    }

    private static int matrix(
            BlockFactor.Matrix matrix, Graph graph, int offset, Map<String, List<List<Integer>>> cells) {
        long[] grid = shape(graph, matrix.parameter());
        int columns = ceil(grid[1] * grid[2], matrix.products());
        elements(graph, matrix.parameter(), cells, (out, in, tap) -> {
            int k = matrix.tapMajor() ? tap * (int) grid[1] + in : in * (int) grid[2] + tap;
            return List.of(offset + out / matrix.blockOut() * columns + k / matrix.products());
        });
        return ceil(grid[0], matrix.blockOut()) * columns;
    }

    private static int channels(
            BlockFactor.Channels channels, Graph graph, int offset, Map<String, List<List<Integer>>> cells) {
        for (BlockFactor.Slices slices : channels.targets()) {
            elements(graph, slices.parameter(), cells, (out, in, tap) -> {
                int at = slices.axis() == 0 ? out : in;
                return IntStream.range(0, slices.positions().length)
                        .filter(i -> slices.positions()[i] == at)
                        .mapToObj(i -> offset + slices.factors()[i])
                        .toList();
            });
        }
        return channels.count();
    }

    private static int ceil(long extent, int block) {
        return (int) (extent + block - 1) / block;
    }

    private interface Place {
        List<Integer> factors(int out, int in, int tap);
    }

    /// `(out, in, taps)` of a parameter.
    private static long[] shape(Graph graph, String name) {
        long[] shape = graph.constant(name).orElseThrow().shape();
        return new long[] {shape[0], shape.length > 1 ? shape[1] : 1, shape.length == 4 ? shape[2] * shape[3] : 1};
    }

    private static void elements(Graph graph, String name, Map<String, List<List<Integer>>> cells, Place place) {
        long[] shape = shape(graph, name);
        List<List<Integer>> own = cells.computeIfAbsent(name, unseen -> new ArrayList<>());
        int index = 0;
        for (int out = 0; out < shape[0]; out++) {
            for (int in = 0; in < shape[1]; in++) {
                for (int tap = 0; tap < shape[2]; tap++, index++) {
                    if (index == own.size()) {
                        own.add(new ArrayList<>());
                    }
                    own.get(index).addAll(place.factors(out, in, tap));
                }
            }
        }
    }
}
