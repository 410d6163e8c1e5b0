package io.espalier.onnx;

import io.espalier.onnx.proto.TensorShapeProto.Dimension;
import io.espalier.onnx.proto.TypeProto;
import io.espalier.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// [ValueInfo] to and from a model file. An extent that the file leaves open, or gives as a negative number, becomes
/// a symbol named after value and axis.
final class ValueInfoCodec {

    private ValueInfoCodec() {}

    /// Empty for what is not a tensor of a known element type and rank.
    static Optional<ValueInfo> read(ValueInfoProto proto) {
        TypeProto.Tensor tensor = proto.getType().getTensorType();
        if (!proto.getType().hasTensorType() || !tensor.hasShape()) {
            return Optional.empty();
        }
        List<Dim> dims = new ArrayList<>();
        for (Dimension dimension : tensor.getShape().getDimList()) {
            dims.add(dim(dimension, proto.getName() + "_" + dims.size()));
        }
        return ElementType.of(tensor.getElemType())
                .map(type -> new ValueInfo(proto.getName(), type, new Shape(dims), proto.getDocString()));
    }

    private static Dim dim(Dimension dimension, String unnamed) {
        return switch (dimension.getValueCase()) {
            case DIM_VALUE -> dimension.getDimValue() >= 0 ? Dim.of(dimension.getDimValue()) : Dim.of(unnamed);
            case DIM_PARAM -> Dim.of(dimension.getDimParam().isEmpty() ? unnamed : dimension.getDimParam());
            case VALUE_NOT_SET -> Dim.of(unnamed);
        };
    }

    static ValueInfoProto write(ValueInfo value) {
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(value.type().code());
        tensor.getShapeBuilder();
        for (Dim dim : value.shape().dims()) {
            Dimension.Builder dimension = tensor.getShapeBuilder().addDimBuilder();
            switch (dim) {
                case Dim.Fixed fixed -> dimension.setDimValue(fixed.size());
                case Dim.Symbolic symbolic -> dimension.setDimParam(symbolic.symbol());
            }
        }
        ValueInfoProto.Builder proto = ValueInfoProto.newBuilder()
                .setName(value.name())
                .setType(TypeProto.newBuilder().setTensorType(tensor));
        HeaderCodec.text(value.docString(), proto::setDocString);
        return proto.build();
    }
}
