package io.espalier.torchscript.program;

import io.espalier.torchscript.aten.Call;
import io.espalier.torchscript.aten.Emitter;
import io.espalier.torchscript.aten.GraphBuilder;
import io.espalier.torchscript.aten.Operators;
import io.espalier.torchscript.aten.Unmapped;
import io.espalier.torchscript.source.SourceFile.Function;
import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Calls of a program: its own functions and methods, what Python brings along, and operators.
final class Calls {

    private static final String OWN = "__torch__.";
    private static final String RAISE = "ops.prim.RaiseException";

    /// Where a call stands.
    record Site(Scope scope, int line) {

        String place() {
            return scope.place(line);
        }
    }

    /// Runs a function of the program.
    @FunctionalInterface
    interface Runner {

        Value run(Function function, List<Value> arguments, Map<String, Value> named, String module);
    }

    private final Program program;
    private final ModulePaths paths;
    private final GraphBuilder graph;
    private final UnmappedOperators unmapped;
    private final Runner runner;

    Calls(Program program, ModulePaths paths, GraphBuilder graph, UnmappedOperators unmapped, Runner runner) {
        this.program = program;
        this.paths = paths;
        this.graph = graph;
        this.unmapped = unmapped;
        this.runner = runner;
    }

    Value method(Value.Module module, String name, List<Value> arguments, Map<String, Value> named, Site site) {
        Optional<Function> function = program.method(module.type(), name);
        if (function.isEmpty()) {
            return unmapped(module.type() + "." + name + " (the file has no source for it)", site);
        }
        arguments.add(0, module);
        return runner.run(function.get(), arguments, named, paths.of(module));
    }

    Value function(String name, List<Value> arguments, Map<String, Value> named, Site site) {
        if (name.startsWith(OWN)) {
            return program.function(name)
                    .map(function -> runner.run(function, arguments, named, site.scope.module()))
                    .orElseGet(() -> record(name, arguments, site));
        }
        if (name.equals(RAISE)) {
            throw new RaisedException(arguments.get(0) instanceof Scalar.Text text ? text.value() : "an exception");
        }
        if (name.indexOf('.') < 0) {
            return Builtins.call(name, arguments, site.scope).orElseGet(() -> unmapped(name, site));
        }
        return operator(name, arguments, named, site);
    }

    /// A named tuple is a tuple whose class has no methods.
    private Value record(String name, List<Value> arguments, Site site) {
        return program.isRecord(name) ? new Value.Sequence(arguments, true) : unmapped(name, site);
    }

    /// Notes what does not map; the program goes on with an unknown value, so that the rest is found too.
    Value unmapped(String what, Site site) {
        unmapped.add(what, site.place());
        return Scalar.Unknown.NOTED;
    }

    private Value operator(String name, List<Value> arguments, Map<String, Value> named, Site site) {
        String shown = shown(name);
        String bare = shown.substring(shown.lastIndexOf(':') + 1);
        boolean foreign = !shown.startsWith("aten::") && !shown.startsWith("prim::");
        Optional<Emitter> emitter = foreign ? Optional.empty() : Operators.find(bare);
        if (emitter.isEmpty()) {
            return unmapped(shown, site);
        }
        boolean filling = bare.equals("append") || bare.equals("_set_item");
        Optional<Scalar.Unknown> unknown = arguments.stream()
                .limit(filling ? 1 : arguments.size())
                .flatMap(Calls::unknowns)
                .findFirst();
        if (unknown.isPresent()) {
            return withUnknown(shown, arguments, unknown.get(), site);
        }
        try {
            return emitter.get().emit(new Call(bare, arguments, named, graph));
        } catch (Unmapped e) {
            return unmapped(shown + " (" + e.reason() + ")", site);
        }
    }

    /// `torch.relu` as PyTorch names the operator, `aten::relu`; `ops.prim.NumToTensor` as `prim::NumToTensor`.
    private static String shown(String name) {
        if (name.startsWith("torch.")) {
            return "aten::" + name.substring("torch.".length());
        }
        return name.startsWith("ops.") ? name.substring("ops.".length()).replaceFirst("\\.", "::") : name;
    }

    /// Scalars may stay unknown: perhaps nothing needs them. What a tensor needs must be known.
    private Value withUnknown(String shown, List<Value> arguments, Scalar.Unknown unknown, Site site) {
        boolean scalars = arguments.stream().allMatch(Scalar.class::isInstance);
        return scalars || unknown.cause().isEmpty() ? unknown : unmapped(shown + " (" + unknown.cause() + ")", site);
    }

    private static Stream<Scalar.Unknown> unknowns(Value value) {
        return switch (value) {
            case Scalar.Unknown unknown -> Stream.of(unknown);
            case Value.Sequence sequence -> sequence.items().stream().flatMap(Calls::unknowns);
            case Value other -> Stream.of();
        };
    }
}
