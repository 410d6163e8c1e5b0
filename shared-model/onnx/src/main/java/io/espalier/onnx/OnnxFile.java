package io.espalier.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.onnx.proto.ModelProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads and writes `.onnx` files.
///
/// Reading then writing keeps names, operator sets, metadata, doc strings, value types and every bit of every tensor;
/// tensors come out as `raw_data`, attributes without those that equal their default; attributes that are inputs by now
/// are inputs of the graph and attributes of the file again. Left out are what training
/// makes stale or Espalier does not use: `training_info`, quantization annotations, local functions, device
/// configurations.
public final class OnnxFile {

    private OnnxFile() {}

    /// Reads a model that has all its weights inside.
    ///
    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_NOT_ONNX if the bytes are no ONNX model or
    ///     are cut off; MODEL_INVALID, naming node and operator, if the graph breaks a rule; OPERATOR_UNSUPPORTED,
    ///     naming all of them with their nodes
    public static Graph read(byte[] file) {
        return new GraphReader(ExternalTensors.NONE).read(parse(file));
    }

    /// Reads a model file; external data are loaded from the file's own folder only.
    ///
    /// @throws io.espalier.contracts.PipelineException.Permanent as [#read(byte[])]
    /// @throws UncheckedIOException if the file cannot be read
    public static Graph read(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            ExternalTensors external = folder == null ? ExternalTensors.NONE : new ExternalFolder(folder);
            return new GraphReader(external).read(parse(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The file's bytes; the same graph always gives the same bytes.
    public static byte[] write(Graph graph) {
        return GraphWriter.write(graph).toByteArray();
    }

    private static ModelProto parse(byte[] file) {
        if (file.length == 0) {
            throw Invalid.notOnnx("The file is empty");
        }
        try {
            ModelProto model = ModelProto.parseFrom(file);
            if (!model.hasIrVersion() || !model.hasGraph()) {
                throw Invalid.notOnnx(
                        "The file (" + file.length + " bytes) has no " + (model.hasIrVersion() ? "graph" : "ir_version")
                                + ": it is not an ONNX model, or it is cut off");
            }
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw Invalid.notOnnx(
                    "The file (" + file.length + " bytes) is not an ONNX model, or it is cut off: " + e.getMessage());
        }
    }
}
