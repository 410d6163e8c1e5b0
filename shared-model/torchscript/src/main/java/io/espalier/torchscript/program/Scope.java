package io.espalier.torchscript.program;

import io.espalier.torchscript.source.SourceFile.Function;
import io.espalier.torchscript.value.Value;
import java.util.Map;

/// The variables of one call of a function.
///
/// @param locals by name; mutable
/// @param module path of the module whose method runs, `""` for the root
record Scope(Map<String, Value> locals, Function function, String module) {

    /// How messages say where a line of this function stands.
    String place(int line) {
        String where = function.path() + ":" + line;
        return module.isEmpty() ? where : module + " (" + where + ")";
    }
}
