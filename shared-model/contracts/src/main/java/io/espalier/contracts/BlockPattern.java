package io.espalier.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/// What one block is. In a spec: `{block: [8, 8]}`, `{im2col: [8, 32], order: tap-major}`, `channel`, `{n-of-m: [2,
/// 4]}` or `{block: [8, 8], n-of-m: [2, 4]}`.
public sealed interface BlockPattern {

    /// `outChannels × inChannels` weights of one kernel tap; edge tiles may be smaller.
    record Tile(int outChannels, int inChannels) implements BlockPattern {

        public Tile {
            requireExtent("block", outChannels);
            requireExtent("block", inChannels);
        }
    }

    /// `outChannels × products` weights of the matrix `(Co, K)` that a convolution is lowered to; edge tiles may be
    /// smaller.
    ///
    /// @param order how taps and input channels are laid along `K`
    record Im2col(int outChannels, int products, Order order) implements BlockPattern {

        public Im2col {
            requireExtent("im2col", outChannels);
            requireExtent("im2col", products);
        }
    }

    /// How `K` is numbered.
    enum Order {
        /// `(kh, kw, ci)`, `ci` fastest: as systolic arrays address it.
        TAP_MAJOR("tap-major"),
        /// `(ci, kh, kw)`, taps fastest: as ONNX stores it.
        CHANNEL_MAJOR("channel-major");

        private final String text;

        Order(String text) {
            this.text = text;
        }

        private static Order of(JsonNode json) {
            for (Order order : values()) {
                if (order.text.equals(json.asText(TAP_MAJOR.text))) {
                    return order;
                }
            }
            throw new SpecValueException("order", json, "tap-major or channel-major");
        }
    }

    /// All weights of one output channel, together with what must go with it so that it can be removed everywhere:
    /// channels that are added to it, its normalisation and its depthwise filter.
    record Channel() implements BlockPattern {}

    /// `kept` of every `group` weights that follow each other along the input channels of one tap.
    record NOfM(int kept, int group) implements BlockPattern {

        public NOfM {
            SpecValueException.require(
                    kept >= 1 && kept < group && group <= 64, "n-of-m", kept + " of " + group, "1 ≤ N < M ≤ 64");
        }
    }

    /// Tiles, and N of M weights inside the kept ones.
    record TileNOfM(Tile tile, NOfM inner) implements BlockPattern {}

    private static void requireExtent(String key, int extent) {
        SpecValueException.require(extent > 0 && extent <= 4096, key, extent, "in [1, 4096]");
    }

    /// For people: `8×8`, `im2col 8×32`, `channel`, `2:4`, `8×8, 2:4`.
    default String label() {
        return switch (this) {
            case Tile tile -> tile.outChannels() + "×" + tile.inChannels();
            case Im2col matrix -> "im2col " + matrix.outChannels() + "×" + matrix.products();
            case Channel ignored -> "channel";
            case NOfM few -> few.kept() + ":" + few.group();
            case TileNOfM both -> both.tile().label() + ", " + both.inner().label();
        };
    }

    @JsonValue
    default JsonNode toJson() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        switch (this) {
            case Tile tile -> put(object, "block", tile.outChannels(), tile.inChannels());
            case Im2col matrix -> {
                put(object, "im2col", matrix.outChannels(), matrix.products());
                object.put("order", matrix.order().text);
            }
            case NOfM few -> put(object, "n-of-m", few.kept(), few.group());
            case TileNOfM both -> {
                put(object, "block", both.tile().outChannels(), both.tile().inChannels());
                put(object, "n-of-m", both.inner().kept(), both.inner().group());
            }
            case Channel ignored -> {
                return JsonNodeFactory.instance.textNode("channel");
            }
        }
        return object;
    }

    private static void put(ObjectNode object, String key, int first, int second) {
        object.putArray(key).add(first).add(second);
    }

    @JsonCreator
    static BlockPattern ofJson(JsonNode json) {
        if (json.isTextual() && json.textValue().equals("channel")) {
            return new Channel();
        }
        Set<String> keys =
                Set.copyOf(json.properties().stream().map(Map.Entry::getKey).toList());
        if (keys.equals(Set.of("block"))) {
            return tile(json);
        }
        if (keys.equals(Set.of("im2col")) || keys.equals(Set.of("im2col", "order"))) {
            int[] extents = pair(json, "im2col");
            return new Im2col(extents[0], extents[1], Order.of(json.path("order")));
        }
        if (keys.equals(Set.of("n-of-m"))) {
            return nOfM(json);
        }
        if (keys.equals(Set.of("block", "n-of-m"))) {
            return new TileNOfM(tile(json), nOfM(json));
        }
        throw refused(json);
    }

    private static Tile tile(JsonNode json) {
        int[] extents = pair(json, "block");
        return new Tile(extents[0], extents[1]);
    }

    private static NOfM nOfM(JsonNode json) {
        int[] counts = pair(json, "n-of-m");
        return new NOfM(counts[0], counts[1]);
    }

    private static int[] pair(JsonNode json, String key) {
        JsonNode pair = json.path(key);
        if (pair.size() != 2 || !pair.path(0).isInt() || !pair.path(1).isInt()) {
            throw refused(json);
        }
        return new int[] {pair.get(0).intValue(), pair.get(1).intValue()};
    }

    private static SpecValueException refused(JsonNode json) {
        return new SpecValueException(
                "pattern",
                json,
                "{block: [out, in]}, {im2col: [out, k], order: tap-major}, channel, {n-of-m: [N, M]} or"
                        + " {block: [out, in], n-of-m: [N, M]}");
    }
}
