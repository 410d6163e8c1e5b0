package io.espalier.torchscript;

import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ValueInfo;
import io.espalier.torchscript.program.SymbolicRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads what `torch.jit.save` wrote, scripted or traced, as an ONNX graph.
///
/// The module is taken in evaluation mode: dropout goes, BatchNormalization stays a node with its running
/// statistics. Values keep their names of the module tree: `layer1.0.conv1.weight`. Weights of other floating
/// types become float32.
public final class TorchScriptFile {

    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private TorchScriptFile() {}

    /// Whether the bytes begin as a zip archive, which every TorchScript file is and no ONNX file: a message of
    /// protobuf does not begin with field 10. Whether the archive can be read shows in [#read].
    public static boolean isTorchScript(byte[] file) {
        return file.length >= ZIP.length && Arrays.equals(file, 0, ZIP.length, ZIP, 0, ZIP.length);
    }

    /// As [#isTorchScript(byte[])], of a file.
    ///
    /// @throws UncheckedIOException if it cannot be read
    public static boolean isTorchScript(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return isTorchScript(in.readNBytes(ZIP.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The graph of the module's `forward` for one float32 input.
    ///
    /// @param inputName  the graph input's name; a file has none
    /// @param inputShape extents of the input, first the batch; -1 there = any batch
    /// @return a graph of operator set 17, or the lowest above it that has the operators needed; outputs are
    ///     `output`, or `output_0`, … for a tuple, or the keys of a dictionary
    /// @throws IllegalArgumentException if an extent is < 1 (but for -1 at the front)
    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_NOT_ONNX if the archive is cut off or
    ///     holds no TorchScript; MODEL_INVALID if something in it is damaged, names what a module does not need,
    ///     or does not take this input; OPERATOR_UNSUPPORTED with every operator that does not map and where it
    ///     stands
    public static Graph read(byte[] file, String inputName, long[] inputShape) {
        ValueInfo input = new ValueInfo(inputName, ElementType.FLOAT, shape(inputShape));
        return SymbolicRun.of(TorchScriptArchive.open(file), input);
    }

    private static Shape shape(long[] extents) {
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < extents.length; axis++) {
            boolean open = axis == 0 && extents[axis] == -1;
            if (extents[axis] < 1 && !open) {
                throw new IllegalArgumentException(
                        "extents of the input must be >= 1, or -1 for the batch, were " + Arrays.toString(extents));
            }
            dims.add(open ? Dim.of("batch") : Dim.of(extents[axis]));
        }
        return new Shape(dims);
    }
}
