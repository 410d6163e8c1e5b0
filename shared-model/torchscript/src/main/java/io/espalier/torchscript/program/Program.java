package io.espalier.torchscript.program;

import io.espalier.torchscript.source.SourceFile;
import io.espalier.torchscript.source.SourceFile.Function;
import io.espalier.torchscript.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A TorchScript file taken apart: modules, constants, and source text that is parsed when it is called for.
public final class Program {

    private static final String ROOT = "__torch__";

    private final Value.Module root;
    private final List<Value> constants;
    private final Sources sources;
    private final Map<String, Optional<SourceFile>> parsed = new HashMap<>();

    /// Where source text comes from.
    @FunctionalInterface
    public interface Sources {

        /// The text of an entry such as `code/__torch__/resnet.py`; empty if there is none.
        Optional<String> text(String path);
    }

    /// @param root      the module that was saved
    /// @param constants what `CONSTANTS.c0`, `CONSTANTS.c1`, … stand for
    public Program(Value.Module root, List<Value> constants, Sources sources) {
        this.root = root;
        this.constants = List.copyOf(constants);
        this.sources = sources;
    }

    public Value.Module root() {
        return root;
    }

    /// A constant by its name, `c0`.
    Optional<Value> constant(String name) {
        for (int i = 0; i < constants.size(); i++) {
            if (name.equals("c" + i)) {
                return Optional.of(constants.get(i));
            }
        }
        return Optional.empty();
    }

    /// A function by its dotted name, `__torch__.torch.nn.functional.relu`.
    Optional<Function> function(String dotted) {
        return file(dotted).map(file -> file.functions().get(last(dotted)));
    }

    /// A method of a class by the class's dotted name.
    Optional<Function> method(String type, String method) {
        return file(type).map(file -> file.classes().get(last(type))).map(methods -> methods.get(method));
    }

    /// Whether this is a class without methods, which a named tuple is.
    boolean isRecord(String type) {
        return file(type)
                .map(file -> file.classes().get(last(type)))
                .filter(Map::isEmpty)
                .isPresent();
    }

    private Optional<SourceFile> file(String dotted) {
        if (!dotted.startsWith(ROOT + ".")) {
            return Optional.empty();
        }
        String path = "code/" + dotted.substring(0, dotted.lastIndexOf('.')).replace('.', '/') + ".py";
        return parsed.computeIfAbsent(path, key -> sources.text(key).map(text -> SourceFile.parse(key, text)));
    }

    private static String last(String dotted) {
        return dotted.substring(dotted.lastIndexOf('.') + 1);
    }
}
