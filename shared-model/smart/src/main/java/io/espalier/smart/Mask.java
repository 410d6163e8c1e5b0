package io.espalier.smart;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;

/// Which blocks stay: an artifact of its own, JSON, media type `application/vnd.espalier.mask+json`.
///
/// @param version of this form, 1
/// @param blocks  of all layers
/// @param kept    of these, how many stay
/// @param layers  in graph order
public record Mask(int version, int blocks, int kept, List<Layer> layers) {

    private static final int VERSION = 1;

    /// One layer's part.
    ///
    /// @param node   name of the ONNX node
    /// @param weight name of its weight initializer
    /// @param shape  of the weight: `(outChannels, inChannels, taps)`
    /// @param block  channels of a block: `(out, in)`; `in` = 0 for whole output channels
    /// @param grid   blocks along `(out, in, taps)`; `(out, 1, 1)` for whole output channels
    /// @param kept   Base64 of one bit a block, row-major over the grid, least significant bit first; 1 = stays
    public record Layer(
            @JsonProperty(required = true) String node,
            @JsonProperty(required = true) String weight,
            List<Integer> shape,
            List<Integer> block,
            List<Integer> grid,
            @JsonProperty(required = true) String kept) {

        public Layer {
            shape = List.copyOf(shape);
            block = List.copyOf(block);
            grid = List.copyOf(grid);
        }
    }

    public Mask {
        layers = List.copyOf(layers);
    }

    /// @param kept shape `(layout.blocks())`
    public static Mask of(BlockLayout layout, boolean[] kept) {
        List<Layer> layers = new ArrayList<>();
        int begin = 0;
        for (PrunableLayer layer : layout.layers()) {
            layers.add(of(layer, Arrays.copyOfRange(kept, begin, begin + layer.blocks())));
            begin += layer.blocks();
        }
        int stay = 0;
        for (boolean stays : kept) {
            stay += stays ? 1 : 0;
        }
        return new Mask(VERSION, kept.length, stay, layers);
    }

    private static Layer of(PrunableLayer layer, boolean[] kept) {
        BitSet bits = new BitSet(kept.length);
        for (int b = 0; b < kept.length; b++) {
            bits.set(b, kept[b]);
        }
        return new Layer(
                layer.node(),
                layer.weight(),
                List.of(layer.outChannels(), layer.inChannels(), layer.taps()),
                List.of(layer.blockOut(), layer.blockIn()),
                List.of(layer.rows(), layer.columns(), layer.depth()),
                Base64.getEncoder().encodeToString(bits.toByteArray()));
    }

    /// One flag a block, in the order of the layout that the mask was made from; true = stays.
    ///
    /// @throws PipelineException.Permanent `EVENT_UNREADABLE` if a bitmap is not Base64 or the counts
    ///     contradict it
    public boolean[] flags() {
        boolean[] flags = new boolean[blocks];
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
        return new BlockLayout(layers.stream()
                .map(layer -> new PrunableLayer(
                        layer.node(),
                        layer.weight(),
                        layer.shape().get(0),
                        layer.shape().get(1),
                        layer.shape().get(2),
                        layer.block().get(0),
                        layer.block().get(1)))
                .toList());
    }

    public byte[] toJson() {
        return Json.write(this);
    }

    /// @throws PipelineException.Permanent `EVENT_UNREADABLE` if `json` is not a mask
    public static Mask read(byte[] json) {
        return Json.read(json, Mask.class);
    }
}
