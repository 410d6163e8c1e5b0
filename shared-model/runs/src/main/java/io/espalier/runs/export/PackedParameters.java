package io.espalier.runs.export;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Tensor;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.ChannelSlices;
import io.espalier.smart.Cut;
import io.espalier.smart.PrunableLayer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The parameters that blocks are removed from, packed.
///
/// A parameter whose channels go along two axes stays dense.
final class PackedParameters {

    private final Graph graph;
    private final BlockLayout layout;
    private final Map<String, PackedParameter> packed = new TreeMap<>();

    /// Which positions of a parameter stay, along one axis.
    private final Map<String, Slices> slices = new TreeMap<>();

    @SuppressWarnings("ArrayRecordComponent") // filled in, never compared
    private record Slices(int axis, boolean[] kept, boolean twoAxes) {}

    PackedParameters(Graph graph, BlockLayout layout) {
        this.graph = graph;
        this.layout = layout;
    }

    Map<String, PackedParameter> byName() {
        layout.layers().forEach(this::add);
        slices.forEach((name, stays) -> {
            if (!stays.twoAxes()) {
                Tensor dense = tensor(name);
                PackedForm form = PackedForm.slices(shape(dense), stays.axis());
                packed.put(name, PackedParameter.of(dense, form, position -> stays.kept()[position]));
            }
        });
        return packed;
    }

    private void add(PrunableLayer layer) {
        switch (layer.cut()) {
            case Cut.Tiles tiles -> {
                Tensor dense = tensor(layer.weight());
                boolean inside = layout.inner() != null;
                pack(layer, dense, PackedForm.tiles(shape(dense), tiles.out(), tiles.in(), inside));
            }
            case Cut.Matrix matrix -> {
                Tensor dense = tensor(layer.weight());
                PackedForm blocks = PackedForm.matrix(shape(dense), matrix.out(), matrix.products(), matrix.order());
                pack(layer, dense, layout.groups() == null ? blocks : PackedForm.whole(shape(dense)));
            }
            case Cut.Channels channels -> {
                boolean[] kept = layer.nonZero(graph);
                channels.slices().forEach(slice -> mark(slice, kept));
            }
        }
    }

    private void pack(PrunableLayer layer, Tensor dense, PackedForm form) {
        packed.put(layer.weight(), PackedParameter.of(dense, form, block -> false));
    }

    private void mark(ChannelSlices slice, boolean[] kept) {
        Slices known = slices.computeIfAbsent(slice.parameter(), name -> {
            boolean[] all = new boolean[slice.shape().get(slice.axis())];
            Arrays.fill(all, true);
            return new Slices(slice.axis(), all, false);
        });
        if (known.axis() != slice.axis()) {
            slices.put(slice.parameter(), new Slices(known.axis(), known.kept(), true));
            return;
        }
        int[] positions = slice.positions();
        for (int i = 0; i < positions.length; i++) {
            known.kept()[positions[i]] &= kept[slice.blocks()[i]];
        }
    }

    private Tensor tensor(String name) {
        Tensor tensor = graph.initializers().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the graph must have a parameter '" + name + "'");
        }
        return tensor;
    }

    private static List<Long> shape(Tensor tensor) {
        return Arrays.stream(tensor.shape()).boxed().toList();
    }
}
