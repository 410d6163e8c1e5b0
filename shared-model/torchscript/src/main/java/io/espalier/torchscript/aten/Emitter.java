package io.espalier.torchscript.aten;

import io.espalier.torchscript.value.Value;

/// What one operator computes: a known value from known ones, or nodes of the graph.
@FunctionalInterface
public interface Emitter {

    /// @throws Unmapped if the arguments ask for what the graph cannot say
    Value emit(Call call);
}
