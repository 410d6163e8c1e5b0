package io.espalier.torchscript.pickle;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Invalid;
import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The functions and classes that a TorchScript pickle may name, and what naming them gives.
///
/// Classes below `__torch__` are those of the file itself; they stay names until the program runs on symbols.
final class PickledNames {

    private static final String OWN = "__torch__.";
    private static final String REBUILD = "torch._utils._rebuild_tensor_v2";
    private static final String ORDERED = "collections.OrderedDict";
    private static final String TAG = "torch.jit._pickle.restore_type_tag";
    private static final Set<String> LISTS = Set.of(
            "torch.jit._pickle.build_intlist",
            "torch.jit._pickle.build_doublelist",
            "torch.jit._pickle.build_boollist",
            "torch.jit._pickle.build_tensorlist");

    private static final Map<String, ElementType> STORAGES = Map.of(
            "torch.FloatStorage", ElementType.FLOAT,
            "torch.DoubleStorage", ElementType.DOUBLE,
            "torch.HalfStorage", ElementType.FLOAT16,
            "torch.BFloat16Storage", ElementType.BFLOAT16,
            "torch.LongStorage", ElementType.INT64,
            "torch.IntStorage", ElementType.INT32,
            "torch.ShortStorage", ElementType.INT16,
            "torch.CharStorage", ElementType.INT8,
            "torch.ByteStorage", ElementType.UINT8,
            "torch.BoolStorage", ElementType.BOOL);

    private final String label;
    private final StorageSource source;
    private final Map<String, StoredElements> storages = new HashMap<>();

    PickledNames(String label, StorageSource source) {
        this.label = label;
        this.source = source;
    }

    Value.Reference reference(String module, String name) {
        String dotted = module + "." + name;
        boolean known = dotted.startsWith(OWN)
                || STORAGES.containsKey(dotted)
                || LISTS.contains(dotted)
                || Set.of(REBUILD, ORDERED, TAG).contains(dotted);
        if (!known) {
            throw Invalid.model(label + " names '" + dotted
                    + "', which no float TorchScript module needs; nothing was executed and the file is refused");
        }
        return new Value.Reference(dotted);
    }

    /// The elements behind `('storage', type, key, device, count)`; a handle that only [#call] understands.
    Value storage(Value.Sequence id) {
        List<Value> parts = id.items();
        String type = ((Value.Reference) parts.get(1)).name();
        String key = ((Scalar.Text) parts.get(2)).value();
        ElementType elements = STORAGES.get(type);
        if (elements == null || !parts.get(0).equals(new Scalar.Text("storage"))) {
            throw Invalid.model(label + " refers to storage of type '" + type + "'; allowed are " + STORAGES.keySet());
        }
        storages.computeIfAbsent(key, name -> new StoredElements(elements, source.read(name)));
        return new Scalar.Text(key);
    }

    Value call(Value.Reference function, Value.Sequence arguments) {
        String name = function.name();
        if (name.equals(REBUILD)) {
            return rebuild(arguments.items());
        }
        if (name.equals(ORDERED)) {
            return new Value.Dictionary(new LinkedHashMap<>());
        }
        if (name.equals(TAG) || LISTS.contains(name)) {
            return arguments.items().get(0);
        }
        throw Invalid.model(label + " calls '" + name + "', which is not a function of TorchScript");
    }

    Value create(Value.Reference type, Value.Sequence arguments) {
        if (!type.name().startsWith(OWN) || !arguments.items().isEmpty()) {
            throw Invalid.model(label + " creates an object of '" + type.name() + "'; allowed are modules only");
        }
        return new Value.Module(type.name(), new LinkedHashMap<>());
    }

    void fill(Value object, Value state) {
        if (!(object instanceof Value.Module module) || !(state instanceof Value.Dictionary fields)) {
            throw Invalid.model(label + " holds an object with a state of its own (a packed or quantized module);"
                    + " save the float module");
        }
        fields.entries().forEach((name, value) -> module.fields().put(((Scalar.Text) name).value(), value));
    }

    private Value rebuild(List<Value> arguments) {
        StoredElements storage = storages.get(((Scalar.Text) arguments.get(0)).value());
        if (storage == null) {
            throw Invalid.model(label + " builds a tensor without a storage");
        }
        return storage.view(label, number(arguments.get(1)), numbers(arguments.get(2)), numbers(arguments.get(3)));
    }

    private static long number(Value value) {
        return ((Scalar.Int) value).value();
    }

    private static long[] numbers(Value value) {
        return ((Value.Sequence) value)
                .items().stream().mapToLong(PickledNames::number).toArray();
    }
}
