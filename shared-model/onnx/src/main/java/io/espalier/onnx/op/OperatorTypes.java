package io.espalier.onnx.op;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Reads operators by their `op_type`.
public final class OperatorTypes {

    private static final Map<String, Function<Attributes, Operator>> READERS = readers();

    /// The operator sets that brought the types that the oldest one lacks. LayerNormalization is not among them:
    /// exporters wrote it before set 17, and ONNX Runtime runs it there.
    private static final Map<String, Integer> SINCE = Map.ofEntries(
            Map.entry("Celu", 12),
            Map.entry("GatherElements", 11),
            Map.entry("Gelu", 20),
            Map.entry("GreaterOrEqual", 12),
            Map.entry("GroupNormalization", 18),
            Map.entry("HardSwish", 14),
            Map.entry("LessOrEqual", 12),
            Map.entry("Mish", 18),
            Map.entry("Mod", 10),
            Map.entry("Range", 11),
            Map.entry("Round", 11));

    private OperatorTypes() {}

    private static Map<String, Function<Attributes, Operator>> readers() {
        Map<String, Function<Attributes, Operator>> readers = new TreeMap<>();
        readers.put("Add", in -> new Add());
        readers.put("AveragePool", AveragePool::read);
        readers.put("BatchNormalization", BatchNormalization::read);
        readers.put("Cast", Cast::read);
        readers.put("Celu", Celu::read);
        readers.put("Clip", in -> new Clip());
        readers.put("Concat", Concat::read);
        readers.put("Constant", Constant::read);
        readers.put("ConstantOfShape", ConstantOfShape::read);
        readers.put("Conv", Conv::read);
        readers.put("ConvTranspose", ConvTranspose::read);
        readers.put("DepthToSpace", DepthToSpace::read);
        readers.put("Div", in -> new Div());
        readers.put("Dropout", Dropout::read);
        readers.put("Elu", Elu::read);
        readers.put("Expand", in -> new Expand());
        readers.put("Flatten", Flatten::read);
        readers.put("Gather", Gather::read);
        readers.put("GatherElements", GatherElements::read);
        readers.put("Gelu", Gelu::read);
        readers.put("Gemm", Gemm::read);
        readers.put("GlobalAveragePool", in -> new GlobalAveragePool());
        readers.put("GlobalMaxPool", in -> new GlobalMaxPool());
        readers.put("GroupNormalization", GroupNormalization::read);
        readers.put("HardSigmoid", HardSigmoid::read);
        readers.put("HardSwish", in -> new HardSwish());
        readers.put("Identity", in -> new Identity());
        readers.put("InstanceNormalization", InstanceNormalization::read);
        readers.put("LayerNormalization", LayerNormalization::read);
        readers.put("LeakyRelu", LeakyRelu::read);
        readers.put("LogSoftmax", LogSoftmax::read);
        readers.put("MatMul", in -> new MatMul());
        readers.put("MaxPool", MaxPool::read);
        readers.put("Mod", Mod::read);
        readers.put("Mul", in -> new Mul());
        readers.put("NonZero", in -> new NonZero());
        readers.put("PRelu", in -> new PRelu());
        readers.put("Pad", Pad::read);
        readers.put("Pow", in -> new Pow());
        readers.put("Range", in -> new Range());
        readers.put("Relu", in -> new Relu());
        readers.put("Reshape", Reshape::read);
        readers.put("Resize", Resize::read);
        readers.put("Selu", Selu::read);
        readers.put("Shape", ShapeOf::read);
        readers.put("Sigmoid", in -> new Sigmoid());
        readers.put("Size", in -> new SizeOf());
        readers.put("Slice", in -> new Slice());
        readers.put("Softmax", Softmax::read);
        readers.put("SpaceToDepth", SpaceToDepth::read);
        readers.put("Split", Split::read);
        readers.put("Squeeze", in -> new Squeeze());
        readers.put("Sub", in -> new Sub());
        readers.put("Tile", in -> new Tile());
        readers.put("TopK", TopK::read);
        readers.put("Transpose", Transpose::read);
        readers.put("Unsqueeze", in -> new Unsqueeze());
        readers.put("Where", in -> new Where());
        putFamilies(readers);
        return readers;
    }

    /// Records that stand for several types.
    private static void putFamilies(Map<String, Function<Attributes, Operator>> readers) {
        for (Unary.Function function : Unary.Function.values()) {
            readers.put(function.type(), in -> new Unary(function));
        }
        for (Comparison.Relation relation : Comparison.Relation.values()) {
            readers.put(relation.type(), in -> new Comparison(relation));
        }
        for (Logical.Connective connective : Logical.Connective.values()) {
            readers.put(connective.type(), in -> new Logical(connective));
        }
        for (Variadic.Function function : Variadic.Function.values()) {
            readers.put(function.type(), in -> new Variadic(function));
        }
        for (Reduce.Kind kind : Reduce.Kind.values()) {
            readers.put(kind.type(), in -> Reduce.read(kind, in));
        }
        for (ArgReduce.Kind kind : ArgReduce.Kind.values()) {
            readers.put(kind.type(), in -> ArgReduce.read(kind, in));
        }
    }

    /// Every `op_type` that can be read, sorted.
    public static Set<String> names() {
        return READERS.keySet();
    }

    /// The first operator set that has a type; 1 if all sets that can be read do.
    public static int since(String type) {
        return SINCE.getOrDefault(type, 1);
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
