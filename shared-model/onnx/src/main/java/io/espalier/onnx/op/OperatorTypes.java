package io.espalier.onnx.op;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Reads operators by their `op_type`.
public final class OperatorTypes {

    private static final Map<String, Function<Attributes, Operator>> READERS = readers();

    private OperatorTypes() {}

    private static Map<String, Function<Attributes, Operator>> readers() {
        Map<String, Function<Attributes, Operator>> readers = new TreeMap<>();
        readers.put("Add", in -> new Add());
        readers.put("AveragePool", AveragePool::read);
        readers.put("BatchNormalization", BatchNormalization::read);
        readers.put("Cast", Cast::read);
        readers.put("Clip", in -> new Clip());
        readers.put("Concat", Concat::read);
        readers.put("Constant", Constant::read);
        readers.put("ConstantOfShape", ConstantOfShape::read);
        readers.put("Conv", Conv::read);
        readers.put("Div", in -> new Div());
        readers.put("Dropout", Dropout::read);
        readers.put("Flatten", Flatten::read);
        readers.put("Gather", Gather::read);
        readers.put("Gemm", Gemm::read);
        readers.put("GlobalAveragePool", in -> new GlobalAveragePool());
        readers.put("HardSigmoid", HardSigmoid::read);
        readers.put("HardSwish", in -> new HardSwish());
        readers.put("Identity", in -> new Identity());
        readers.put("LeakyRelu", LeakyRelu::read);
        readers.put("MatMul", in -> new MatMul());
        readers.put("MaxPool", MaxPool::read);
        readers.put("Mul", in -> new Mul());
        readers.put("Pad", Pad::read);
        readers.put("Range", in -> new Range());
        readers.put("ReduceMean", ReduceMean::read);
        readers.put("Relu", in -> new Relu());
        readers.put("Reshape", Reshape::read);
        readers.put("Shape", ShapeOf::read);
        readers.put("Sigmoid", in -> new Sigmoid());
        readers.put("Slice", in -> new Slice());
        readers.put("Softmax", Softmax::read);
        readers.put("Squeeze", Squeeze::read);
        readers.put("Sub", in -> new Sub());
        readers.put("Transpose", Transpose::read);
        readers.put("Unsqueeze", Unsqueeze::read);
        return readers;
    }

    /// Every `op_type` that can be read, sorted.
    public static Set<String> names() {
        return READERS.keySet();
    }

    /// The operator of a node; empty if its type is not known.
    ///
    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_INVALID if an attribute is wrong or unknown
    public static Optional<Operator> read(String type, Attributes in) {
        return Optional.ofNullable(READERS.get(type)).map(reader -> {
            Operator operator = reader.apply(in);
            in.requireAllRead();
            return operator;
        });
    }
}
