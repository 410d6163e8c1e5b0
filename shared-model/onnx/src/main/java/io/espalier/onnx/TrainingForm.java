package io.espalier.onnx;

/// The form of a model that training, pruning and the NPU model work on, and that is exported: the same function with
/// the exporter's scaffolding gone.
///
/// - whatever does not depend on the inputs' values is an initializer, Constant nodes included; a Shape of which only
///   fixed extents are used folds although the batch is symbolic
/// - Reshape targets are constant where shape inference knows the result up to one symbol
/// - a Resize whose sizes hold the symbolic batch has constant scales, where they give the same extents
/// - every floating value is float32, inputs and outputs included: what is trained is what is exported
/// - Identity and Dropout are gone, except where a graph output would lose its name
/// - windows are spelled out: kernel, strides, dilations and explicit padding
/// - no two layers share a weight: exporters merge initializers of equal value, which must train apart. Copies are
///   named `<initializer>@<node>`
/// - nothing is left that no graph output depends on
///
/// Names of nodes, inputs, outputs and unshared weights are those of the file.
public final class TrainingForm {

    private TrainingForm() {}

    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_INVALID, naming node and operator, if shapes do
    ///     not fit; OPERATOR_UNSUPPORTED if a rank or an axis depends on what is fed
    public static Graph of(Graph graph) {
        Graph folded = ConstantFolding.fold(Float32Form.of(graph));
        Graph direct = IdentityRemoval.remove(FixedScales.fix(folded));
        Graph explicit = ExplicitWindows.spellOut(direct);
        return WeightUnsharing.unshare(DeadCode.remove(explicit));
    }
}
