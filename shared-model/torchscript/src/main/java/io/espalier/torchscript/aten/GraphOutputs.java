package io.espalier.torchscript.aten;

import io.espalier.onnx.Node;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Identity;
import io.espalier.torchscript.value.TensorLike.Symbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives the outputs of a graph their names: the node that computes a value writes it under the output's name; a
/// value that no node computes, or that is an output twice, is copied by an Identity.
record GraphOutputs(List<Node> computed, Map<String, Symbol> outputs) {

    List<ValueInfo> infos() {
        return outputs.entrySet().stream()
                .map(output -> new ValueInfo(
                        output.getKey(),
                        output.getValue().type(),
                        output.getValue().shape()))
                .toList();
    }

    /// The nodes that an output needs, in their order.
    List<Node> nodes() {
        Set<String> written = new HashSet<>();
        computed.forEach(node -> written.addAll(node.outputs()));
        Map<String, String> renamed = new HashMap<>();
        List<Node> copies = new ArrayList<>();
        outputs.forEach((name, value) -> {
            String source = value.name();
            if (!written.contains(source) || renamed.putIfAbsent(source, name) != null) {
                copies.add(
                        new Node(name, new Identity(), List.of(renamed.getOrDefault(source, source)), List.of(name)));
            }
        });
        List<Node> all = new ArrayList<>();
        needed().forEach(node ->
                all.add(node.withInputs(rename(node.inputs(), renamed)).withOutputs(rename(node.outputs(), renamed))));
        all.addAll(copies);
        return all;
    }

    private List<Node> needed() {
        Set<String> wanted = new HashSet<>();
        outputs.values().forEach(value -> wanted.add(value.name()));
        List<Node> kept = new ArrayList<>();
        for (Node node : computed.reversed()) {
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                wanted.addAll(node.inputs());
                kept.add(node);
            }
        }
        return kept.reversed();
    }

    private static List<String> rename(List<String> names, Map<String, String> renamed) {
        return names.stream().map(name -> renamed.getOrDefault(name, name)).toList();
    }
}
