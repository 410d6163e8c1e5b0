package io.espalier.smart;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneSpec;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Gemm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Chooses the layers of a graph that a spec allows to prune: convolutions, and fully connected layers whose
/// weight is `(outChannels, inChannels)` as exporters write it (`Gemm` with `transB = 1`).
final class PrunableNodes {

    private static final String FIRST = "first";
    private static final String CLASSIFIER = "classifier";
    private static final String DEPTHWISE = "depthwise";

    /// One layer and its weight.
    ///
    /// @param node name of the node; of a nameless one, its first output
    record Candidate(String node, String weightName, Tensor weight) {}

    private final Graph graph;
    private final PruneSpec spec;

    private PrunableNodes(Graph graph, PruneSpec spec) {
        this.graph = graph;
        this.spec = spec;
    }

    /// In graph order, each weight once.
    ///
    /// @throws PipelineException.Permanent `SPEC_INVALID` if `exclude` names a layer that the graph does not have
    static List<Candidate> of(Graph graph, PruneSpec spec) {
        return new PrunableNodes(graph, spec).candidates();
    }

    /// Weights of the layers that stay dense when whole channels are removed.
    ///
    /// A depthwise convolution has no channels of its own: the rule `depthwise` means the other grouped ones.
    ///
    /// @throws PipelineException.Permanent `SPEC_INVALID` if `exclude` names a layer that the graph does not have
    static Set<String> dense(Graph graph, PruneSpec spec) {
        return new PrunableNodes(graph, spec).dense();
    }

    private Set<String> dense() {
        Set<String> dense = new HashSet<>();
        List<Node> weighted =
                graph.nodes().stream().filter(node -> weight(node).isPresent()).toList();
        Set<String> excluded = excluded(weighted);
        Set<String> onlyAsDepthwise = new HashSet<>();
        matches(DEPTHWISE, weighted).stream()
                .filter(node -> weight(node).orElseThrow().shape()[1] == 1 && !isNamed(node))
                .forEach(node -> onlyAsDepthwise.add(node.output()));
        for (Node node : weighted) {
            boolean stays = excluded.contains(node.output()) || !isOfKernel(node);
            if (stays && !onlyAsDepthwise.contains(node.output())) {
                dense.add(node.inputs().get(1));
            }
        }
        return dense;
    }

    private boolean isNamed(Node node) {
        return spec.exclude().stream()
                .filter(rule -> !rule.equals(DEPTHWISE))
                .anyMatch(rule ->
                        rule.equals(node.name()) || rule.equals(node.inputs().get(1)));
    }

    /// A transposed convolution, whose weight is `(in, out, taps)`, is cut into channels alone, not into tiles.
    private List<Node> tiled() {
        return graph.nodes().stream()
                .filter(node -> weight(node).isPresent() && !(node.operator() instanceof ConvTranspose))
                .toList();
    }

    private List<Candidate> candidates() {
        List<Node> weighted = tiled();
        Set<String> excluded = excluded(weighted);
        Set<String> seen = new HashSet<>();
        List<Candidate> candidates = new ArrayList<>();
        for (Node node : weighted) {
            String weightName = node.inputs().get(1);
            if (isOfKernel(node) && !excluded.contains(node.output()) && seen.add(weightName)) {
                candidates.add(new Candidate(
                        node.name().isEmpty() ? node.output() : node.name(),
                        weightName,
                        weight(node).orElseThrow()));
            }
        }
        return candidates;
    }

    private Optional<Tensor> weight(Node node) {
        boolean multiplies = node.operator() instanceof Conv
                || node.operator() instanceof ConvTranspose
                || (node.operator() instanceof Gemm gemm && gemm.transB());
        return multiplies ? graph.constant(node.inputs().get(1)) : Optional.empty();
    }

    private boolean isOfKernel(Node node) {
        return switch (spec.kernels()) {
            case ALL -> true;
            case SPATIAL -> {
                Tensor weight = weight(node).orElseThrow();
                yield weight.rank() > 2 && weight.size() > weight.shape()[0] * weight.shape()[1];
            }
        };
    }

    /// First outputs of the nodes that stay dense; a node's name may be empty, its output is not.
    private Set<String> excluded(List<Node> weighted) {
        Set<String> excluded = new HashSet<>();
        for (String rule : spec.exclude()) {
            List<Node> matches = matches(rule, weighted);
            if (matches.isEmpty() && !Set.of(FIRST, CLASSIFIER, DEPTHWISE).contains(rule)) {
                throw new PipelineException.Permanent(
                        ErrorCode.SPEC_INVALID,
                        "prune.exclude must be one of %s, or the name of a node or weight such as '%s', was '%s'"
                                .formatted("first, classifier, depthwise", known(weighted), rule));
            }
            matches.forEach(node -> excluded.add(node.output()));
        }
        return excluded;
    }

    private static String known(List<Node> weighted) {
        return weighted.isEmpty() ? "none" : weighted.getFirst().inputs().get(1);
    }

    private List<Node> matches(String rule, List<Node> weighted) {
        return switch (rule) {
            case FIRST ->
                weighted.stream()
                        .filter(node -> node.operator() instanceof Conv)
                        .limit(1)
                        .toList();
            case CLASSIFIER -> classifiers();
            case DEPTHWISE ->
                weighted.stream()
                        .filter(node -> node.operator() instanceof Conv conv && conv.group() > 1)
                        .toList();
            default ->
                weighted.stream()
                        .filter(node ->
                                node.name().equals(rule) || node.inputs().get(1).equals(rule))
                        .toList();
        };
    }

    /// The layers nearest to the graph's outputs: from each output backwards until a layer with a weight is met.
    private List<Node> classifiers() {
        List<Node> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        graph.outputs().forEach(output -> open.add(output.name()));
        while (!open.isEmpty()) {
            Optional<Node> producer = graph.producer(open.remove());
            if (producer.isEmpty() || !seen.add(producer.get().output())) {
                continue;
            }
            Node node = producer.get();
            if (isLayer(node)) {
                found.add(node);
            } else {
                open.addAll(node.inputs());
            }
        }
        return found;
    }

    private static boolean isLayer(Node node) {
        return node.operator() instanceof Conv || node.operator() instanceof Gemm;
    }
}
