package io.espalier.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.espalier.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Tensors to and from `TensorProto`; typed fields (`float_data`, …) are read, `raw_data` is written.
public final class TensorCodec {

    private TensorCodec() {}

    /// @param label how messages name the tensor
    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_INVALID if the data do not fit type and
    ///     shape, or the element type is not one of [ElementType]
    public static Tensor read(TensorProto proto, String label, ExternalTensors external) {
        ElementType type = ElementType.of(proto.getDataType())
                .orElseThrow(() -> Invalid.model(label + ": element type " + name(proto.getDataType())
                        + " is not supported; allowed are " + Arrays.toString(ElementType.values())));
        long[] shape = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
        try {
            return Tensor.owning(type, shape, bytes(proto, type, shape, label, external));
        } catch (IllegalArgumentException e) {
            throw Invalid.model(label + ": " + e.getMessage());
        }
    }

    private static byte[] bytes(
            TensorProto proto, ElementType type, long[] shape, String label, ExternalTensors external) {
        if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            return external.read(proto, label, Tensor.elements(shape) * type.bytes());
        }
        if (proto.hasSegment()) {
            throw new IllegalArgumentException("data in segments are not supported");
        }
        return proto.hasRawData() ? proto.getRawData().toByteArray() : typed(proto, type);
    }

    /// The field of `TensorProto` that holds each type; float16 and bfloat16 stand as bits in `int32_data`.
    private static byte[] typed(TensorProto proto, ElementType type) {
        return switch (type) {
            case FLOAT -> {
                ByteBuffer raw = room(type, proto.getFloatDataCount());
                proto.getFloatDataList().forEach(raw::putFloat);
                yield Tensor.bytes(raw);
            }
            case DOUBLE -> {
                ByteBuffer raw = room(type, proto.getDoubleDataCount());
                proto.getDoubleDataList().forEach(raw::putDouble);
                yield Tensor.bytes(raw);
            }
            case INT64 -> {
                ByteBuffer raw = room(type, proto.getInt64DataCount());
                proto.getInt64DataList().forEach(raw::putLong);
                yield Tensor.bytes(raw);
            }
            case UINT32, UINT64 -> {
                ByteBuffer raw = room(type, proto.getUint64DataCount());
                for (int i = 0; i < proto.getUint64DataCount(); i++) {
                    Elements.put(type, raw, i, proto.getUint64Data(i));
                }
                yield Tensor.bytes(raw);
            }
            case FLOAT16, BFLOAT16 -> fromInt32(proto, ElementType.INT16);
            case UINT8, INT8, UINT16, INT16, INT32, BOOL -> fromInt32(proto, type);
        };
    }

    private static byte[] fromInt32(TensorProto proto, ElementType type) {
        ByteBuffer raw = room(type, proto.getInt32DataCount());
        for (int i = 0; i < proto.getInt32DataCount(); i++) {
            Elements.put(type, raw, i, (long) proto.getInt32Data(i));
        }
        return Tensor.bytes(raw);
    }

    private static ByteBuffer room(ElementType type, int count) {
        return Tensor.littleEndian((long) count * type.bytes());
    }

    private static String name(int code) {
        TensorProto.DataType known = TensorProto.DataType.forNumber(code);
        return known == null ? Integer.toString(code) : known.name();
    }

    public static TensorProto write(String name, Tensor tensor) {
        ByteString raw = UnsafeByteOperations.unsafeWrap(tensor.raw());
        TensorProto.Builder proto =
                TensorProto.newBuilder().setDataType(tensor.type().code()).setRawData(raw);
        for (long extent : tensor.shape()) {
            proto.addDims(extent);
        }
        if (!name.isEmpty()) {
            proto.setName(name);
        }
        return proto.build();
    }
}
