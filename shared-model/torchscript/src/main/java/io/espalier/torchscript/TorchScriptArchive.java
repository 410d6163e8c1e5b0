package io.espalier.torchscript;

import io.espalier.onnx.Invalid;
import io.espalier.torchscript.pickle.Unpickler;
import io.espalier.torchscript.program.Program;
import io.espalier.torchscript.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The entries of a TorchScript file: `NAME/data.pkl`, the module tree; `NAME/data/KEY`, elements of tensors;
/// `NAME/constants.pkl` and `NAME/constants/KEY`; `NAME/code/**.py`.
///
/// Source: `torch/csrc/jit/docs/serialization.md`.
final class TorchScriptArchive {

    private static final String DATA = "data.pkl";
    private static final String CONSTANTS = "constants.pkl";

    private final ZipArchive zip;
    private final String folder;

    private TorchScriptArchive(ZipArchive zip, String folder) {
        this.zip = zip;
        this.folder = folder;
    }

    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_NOT_ONNX, MODEL_INVALID
    static Program open(byte[] file) {
        ZipArchive zip = new ZipArchive(file);
        String data = zip.names().stream()
                .filter(name -> name.endsWith("/" + DATA) && name.indexOf('/') == name.length() - DATA.length() - 1)
                .findFirst()
                .orElseThrow(() -> Invalid.notOnnx("The file is a zip archive without a module (" + DATA
                        + "); push an ONNX file, or a module saved by torch.jit.save"));
        return new TorchScriptArchive(zip, data.substring(0, data.length() - DATA.length())).program();
    }

    private Program program() {
        boolean hasCode = zip.names().stream().anyMatch(name -> name.startsWith(folder + "code/"));
        if (!hasCode || !zip.names().contains(folder + CONSTANTS)) {
            throw Invalid.notOnnx("The file is a PyTorch checkpoint: weights without a program; push an ONNX file, or"
                    + " a module saved by torch.jit.save(torch.jit.script(module), …)");
        }
        if (!(unpickle(DATA, "data/") instanceof Value.Module root)) {
            throw Invalid.model(DATA + " holds no module; save a module with torch.jit.save");
        }
        List<Value> constants =
                unpickle(CONSTANTS, "constants/") instanceof Value.Sequence sequence ? sequence.items() : List.of();
        return new Program(root, constants, this::source);
    }

    private Value unpickle(String entry, String storages) {
        return Unpickler.read(entry, zip.read(folder + entry), key -> zip.read(folder + storages + key));
    }

    private Optional<String> source(String path) {
        String entry = folder + path;
        return zip.names().contains(entry)
                ? Optional.of(new String(zip.read(entry), StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
