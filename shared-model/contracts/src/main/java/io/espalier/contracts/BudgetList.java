package io.espalier.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A list under `prune.budget`: one push, several runs.
final class BudgetList {

    private static final String PRUNE = "prune";
    private static final String BUDGET = "budget";

    private BudgetList() {}

    /// How many runs a spec stands for: the list's length, 1 without a list.
    static int size(JsonNode spec) {
        return spec.path(PRUNE).path(BUDGET) instanceof ArrayNode list ? list.size() : 1;
    }

    /// The list itself; empty if there is none.
    static ArrayNode of(ObjectNode spec) {
        return spec.path(PRUNE).path(BUDGET) instanceof ArrayNode list ? list : spec.arrayNode();
    }

    /// The spec with one budget of its list; itself if there is none.
    static ObjectNode pick(ObjectNode spec, int index) {
        ArrayNode list = of(spec);
        if (list.isEmpty()) {
            return spec;
        }
        ObjectNode one = spec.deepCopy();
        ((ObjectNode) one.get(PRUNE)).set(BUDGET, list.get(index));
        return one;
    }
}
