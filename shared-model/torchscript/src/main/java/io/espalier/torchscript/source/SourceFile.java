package io.espalier.torchscript.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The functions and classes of one file of a program.
///
/// @param path      entry in the archive, from `code/` on
/// @param functions by name
/// @param classes   methods by name, by class name
public record SourceFile(String path, Map<String, Function> functions, Map<String, Map<String, Function>> classes) {

    /// A function or method.
    ///
    /// @param path of the file that it stands in
    public record Function(String path, String name, List<Parameter> parameters, List<Statement> body) {}

    public record Parameter(String name, Optional<Expression> byDefault) {}

    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_INVALID, with path and line, if the text
    ///     is not in the language that torch.jit.save writes
    public static SourceFile parse(String path, String text) {
        return new Parser(path, text).file();
    }
}
