package io.espalier.torchscript.program;

import io.espalier.torchscript.value.TensorLike.Stored;
import io.espalier.torchscript.value.Value;
import java.util.HashMap;
import java.util.Map;

/// Where modules and tensors stand in the module tree: `layer1.0.conv1`, `layer1.0.conv1.weight`. One that stands
/// at several places has the path of the first.
final class ModulePaths {

    private final Map<Value.Module, String> modules = new HashMap<>();
    private final Map<Stored, String> tensors = new HashMap<>();

    ModulePaths(Value.Module root) {
        visit(root, "");
    }

    String of(Value.Module module) {
        return modules.getOrDefault(module, "");
    }

    Map<Stored, String> tensors() {
        return tensors;
    }

    private void visit(Value.Module module, String path) {
        if (modules.putIfAbsent(module, path) != null) {
            return;
        }
        module.fields().forEach((name, value) -> {
            String inner = path.isEmpty() ? name : path + "." + name;
            if (value instanceof Value.Module submodule) {
                visit(submodule, inner);
            } else if (value instanceof Stored tensor) {
                tensors.putIfAbsent(tensor, inner);
            }
        });
    }
}
