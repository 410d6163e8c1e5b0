package io.espalier.onnx;

import java.util.Optional;

/// Element type of a tensor, with the number it has in a file.
///
/// Source: `TensorProto.DataType` of the ONNX specification, IR version 13. Strings, complex numbers and the types
/// narrower than a byte are left out: no vision model that can be trained carries them.
public enum ElementType {
    FLOAT(1, 4),
    UINT8(2, 1),
    INT8(3, 1),
    UINT16(4, 2),
    INT16(5, 2),
    INT32(6, 4),
    INT64(7, 8),
    BOOL(9, 1),
    FLOAT16(10, 2),
    DOUBLE(11, 8),
    UINT32(12, 4),
    UINT64(13, 8),
    BFLOAT16(16, 2);

    private final int code;
    private final int bytes;

    ElementType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /// The number in a file's `data_type` or `elem_type`.
    public int code() {
        return code;
    }

    /// Bytes of one element in `raw_data`.
    public int bytes() {
        return bytes;
    }

    public boolean isFloating() {
        return switch (this) {
            case FLOAT, FLOAT16, BFLOAT16, DOUBLE -> true;
            case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 -> false;
        };
    }

    /// The type with this number in a file; empty if Espalier has no tensors of it.
    public static Optional<ElementType> of(int code) {
        for (ElementType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
