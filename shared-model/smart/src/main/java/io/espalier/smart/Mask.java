package io.espalier.smart;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.espalier.contracts.BlockPattern.Order;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which blocks stay: an artifact of its own, JSON, media type `application/vnd.espalier.mask+json`.
///
/// Version 1 knew tiles, and output channels of single layers (`block` = `[1, 0]`). Version 2 adds `order`,
/// `channels`,
/// `groups` and `inner`; all may be absent.
///
/// @param version of this form
/// @param blocks  of all layers
/// @param kept    of these, how many stay
/// @param layers  in graph order
/// @param groups  N of M: blocks are single weights
/// @param inner   which single weights stay inside the blocks
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Mask(
        int version,
        int blocks,
        int kept,
        List<Layer> layers,
        @Nullable WeightGroups groups,
        @Nullable Mask inner) {

    private static final int VERSION = 2;

    /// One layer's part.
    ///
    /// @param node     name of the ONNX node
    /// @param weight   name of its weight initializer
    /// @param shape    of the weight: `(outChannels, inChannels, taps)`
    /// @param block    channels of a block: `(out, in)`; with an order, `(out, products)`; `(1, 0)` for channels
    /// @param grid     blocks along `(out, in, taps)`, `(out, products)`, or `(channels)`
    /// @param kept     Base64 of one bit a block, row-major over the grid, least significant bit first; 1 = stays
    /// @param order    how products are laid along the matrix; null for other blocks
    /// @param channels all slices that go with each channel; null for other blocks, or the weight's rows alone
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Layer(
            @JsonProperty(required = true) String node,
            @JsonProperty(required = true) String weight,
            List<Integer> shape,
            List<Integer> block,
            List<Integer> grid,
            @JsonProperty(required = true) String kept,
            @Nullable Order order,
            @Nullable List<ChannelSlices> channels) {

        public Layer {
            shape = List.copyOf(shape);
            block = List.copyOf(block);
            grid = List.copyOf(grid);
            channels = channels == null ? null : List.copyOf(channels);
        }

        private static Layer of(PrunableLayer layer, String kept) {
            Order order = layer.cut() instanceof Cut.Matrix matrix ? matrix.order() : null;
            List<ChannelSlices> channels = layer.cut() instanceof Cut.Channels tied ? tied.slices() : null;
            List<Integer> block =
                    switch (layer.cut()) {
                        case Cut.Tiles tiles -> List.of(tiles.out(), tiles.in());
                        case Cut.Matrix matrix -> List.of(matrix.out(), matrix.products());
                        case Cut.Channels ignored -> List.of(1, 0);
                    };
            List<Integer> shape = List.of(layer.outChannels(), layer.inChannels(), layer.taps());
            return new Layer(layer.node(), layer.weight(), shape, block, layer.grid(), kept, order, channels);
        }

        private PrunableLayer layer() {
            if (channels != null) {
                Cut cut = new Cut.Channels(grid.getFirst(), channels);
                return new PrunableLayer(node, weight, shape.get(0), shape.get(1), shape.get(2), cut);
            }
            if (order != null) {
                Cut cut = new Cut.Matrix(block.get(0), block.get(1), order);
                return new PrunableLayer(node, weight, shape.get(0), shape.get(1), shape.get(2), cut);
            }
            return new PrunableLayer(
                    node, weight, shape.get(0), shape.get(1), shape.get(2), block.get(0), block.get(1));
        }
    }

    public Mask {
        layers = List.copyOf(layers);
    }

    /// @param kept shape `(layout.factors())`, those of the inner layout at the end
    public static Mask of(BlockLayout layout, boolean[] kept) {
        List<Layer> layers = new ArrayList<>();
        int begin = 0;
        int stay = 0;
        for (PrunableLayer layer : layout.layers()) {
            BitSet bits = new BitSet(layer.blocks());
            for (int b = 0; b < layer.blocks(); b++) {
                bits.set(b, kept[begin + b]);
            }
            stay += bits.cardinality();
            layers.add(Layer.of(layer, Base64.getEncoder().encodeToString(bits.toByteArray())));
            begin += layer.blocks();
        }
        BlockLayout within = layout.inner();
        Mask inner = within == null ? null : of(within, Arrays.copyOfRange(kept, begin, kept.length));
        return new Mask(VERSION, begin, stay, layers, layout.groups(), inner);
    }

    /// One flag a block, in the order of the layout that the mask was made from, those of `inner` at the end; true
    /// =
    /// stays.
    ///
    /// @throws PipelineException.Permanent `EVENT_UNREADABLE` if a bitmap is not Base64 or the counts
    ///     contradict it
    public boolean[] flags() {
        boolean[] within = inner == null ? new boolean[0] : inner.flags();
        boolean[] flags = new boolean[blocks + within.length];
        int begin = 0;
        int stay = 0;
        for (Layer layer : layers) {
            BitSet bits = bits(layer);
            int size = layer.grid().stream().reduce(1, Math::multiplyExact);
            for (int b = bits.nextSetBit(0); b >= 0 && b < size && begin + b < blocks; b = bits.nextSetBit(b + 1)) {
                flags[begin + b] = true;
                stay++;
            }
            begin += size;
        }
        if (begin != blocks || stay != kept) {
            throw new PipelineException.Permanent(
                    ErrorCode.EVENT_UNREADABLE,
                    "the mask must keep %d of %d blocks, its bitmaps keep %d of %d"
                            .formatted(kept, blocks, stay, begin));
        }
        System.arraycopy(within, 0, flags, blocks, within.length);
        return flags;
    }

    private static BitSet bits(Layer layer) {
        try {
            return BitSet.valueOf(Base64.getDecoder().decode(layer.kept()));
        } catch (IllegalArgumentException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.EVENT_UNREADABLE, "the mask of '" + layer.weight() + "' must be Base64", e);
        }
    }

    /// The layers with their grids, without a graph.
    public BlockLayout layout() {
        List<PrunableLayer> cut = layers.stream().map(Layer::layer).toList();
        return new BlockLayout(cut, groups, inner == null ? null : inner.layout());
    }

    public byte[] toJson() {
        return Json.write(this);
    }

    /// @throws PipelineException.Permanent `EVENT_UNREADABLE` if `json` is not a mask
    public static Mask read(byte[] json) {
        return Json.read(json, Mask.class);
    }
}
