package io.espalier.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What one block is. In a spec: `{block: [8, 8]}` or `channel`.
public sealed interface BlockPattern {

    /// `outChannels × inChannels` weights of one kernel tap; edge tiles may be smaller.
    record Tile(int outChannels, int inChannels) implements BlockPattern {

        public Tile {
            SpecValueException.require(outChannels > 0 && outChannels <= 4096, "block", outChannels, "in [1, 4096]");
            SpecValueException.require(inChannels > 0 && inChannels <= 4096, "block", inChannels, "in [1, 4096]");
        }
    }

    /// All weights of one output channel.
    record Channel() implements BlockPattern {}

    @JsonValue
    default JsonNode toJson() {
        return switch (this) {
            case Tile tile -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                object.putArray("block").add(tile.outChannels()).add(tile.inChannels());
                yield object;
            }
            case Channel ignored -> JsonNodeFactory.instance.textNode("channel");
        };
    }

    @JsonCreator
    static BlockPattern ofJson(JsonNode json) {
        if (json.isTextual() && json.textValue().equals("channel")) {
            return new Channel();
        }
        JsonNode block = json.path("block");
        if (json.size() != 1
                || block.size() != 2
                || !block.path(0).isInt()
                || !block.path(1).isInt()) {
            throw new SpecValueException("pattern", json, "{block: [out, in]} or channel");
        }
        return new Tile(block.get(0).intValue(), block.get(1).intValue());
    }
}
