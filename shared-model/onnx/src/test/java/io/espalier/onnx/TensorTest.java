package io.espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TensorTest {

    private static final long[] TWO = {2};

    /// Each typed field of the file format holds the same values as `raw_data`.
    @ParameterizedTest
    @MethodSource
    void typedFieldsAreRead(TensorProto.Builder proto, double... expected) {
        Tensor tensor = TensorCodec.read(proto.addDims(expected.length).build(), "t", ExternalTensors.NONE);
        double[] actual = tensor.type().isFloating()
                ? tensor.doubles()
                : Arrays.stream(tensor.longs()).asDoubleStream().toArray();
        assertThat(actual).containsExactly(expected);
        assertThat(TensorCodec.read(TensorCodec.write("", tensor), "t", ExternalTensors.NONE))
                .isEqualTo(tensor);
    }

    static Stream<Arguments> typedFieldsAreRead() {
        return Stream.of(
                field(typed(ElementType.FLOAT).addFloatData(1.5f).addFloatData(-2), 1.5, -2),
                field(typed(ElementType.DOUBLE).addDoubleData(1e-300), 1e-300),
                field(typed(ElementType.INT64).addInt64Data(-7), -7),
                field(typed(ElementType.INT32).addInt32Data(-7), -7),
                field(typed(ElementType.INT16).addInt32Data(-7), -7),
                field(typed(ElementType.INT8).addInt32Data(-7), -7),
                field(typed(ElementType.UINT8).addInt32Data(200), 200),
                field(typed(ElementType.UINT16).addInt32Data(60000), 60000),
                field(typed(ElementType.UINT32).addUint64Data(4000000000L), 4000000000.0),
                field(typed(ElementType.UINT64).addUint64Data(5), 5),
                field(typed(ElementType.BOOL).addInt32Data(1).addInt32Data(0), 1, 0),
                field(typed(ElementType.FLOAT16).addInt32Data(0x3e00).addInt32Data(0xc000), 1.5, -2),
                field(typed(ElementType.BFLOAT16).addInt32Data(0x3fc0).addInt32Data(0xc000), 1.5, -2));
    }

    private static TensorProto.Builder typed(ElementType type) {
        return TensorProto.newBuilder().setDataType(type.code());
    }

    private static Arguments field(TensorProto.Builder proto, double... expected) {
        return Arguments.of(proto, expected);
    }

    @ParameterizedTest
    @EnumSource
    void elementsThatArePutAreRead(ElementType type) {
        var raw = Tensor.littleEndian(2L * type.bytes());
        Elements.put(type, raw, 0, 1L);
        Elements.put(type, raw, 1, 0.0);
        Tensor tensor = Tensor.ofRaw(type, TWO, Tensor.bytes(raw));
        if (type.isFloating()) {
            assertThat(tensor.floats()).containsExactly(1, 0);
        } else {
            assertThat(tensor.longs()).containsExactly(1, 0);
        }
    }

    /// 1 + 2^-8 lies half way between two bfloat16 values and goes to the even one; 1 + 3 · 2^-8 goes up.
    @Test
    void bfloat16RoundsToNearestEven() {
        var raw = Tensor.littleEndian(6);
        Elements.put(ElementType.BFLOAT16, raw, 0, 1 + 0x1p-8);
        Elements.put(ElementType.BFLOAT16, raw, 1, 1 + 3 * 0x1p-8);
        Elements.put(ElementType.BFLOAT16, raw, 2, Double.NaN);
        float[] values = Tensor.ofRaw(ElementType.BFLOAT16, new long[] {3}, Tensor.bytes(raw))
                .floats();
        assertThat(values).containsExactly(1, 1 + 0x1p-6f, Float.NaN);
    }

    @Test
    void isImmutable() {
        long[] shape = {2};
        byte[] raw = new byte[8];
        Tensor tensor = Tensor.ofRaw(ElementType.FLOAT, shape, raw);
        shape[0] = 9;
        raw[3] = 1;
        tensor.floats()[0] = 5;
        tensor.shape()[0] = 7;
        assertThat(tensor).isEqualTo(Tensor.ofFloats(TWO, 0, 0));
    }

    @Test
    void refusesAnotherNumberOfElements() {
        assertThatThrownBy(() -> Tensor.ofFloats(TWO, 1, 2, 3))
                .hasMessage("a tensor of shape [2] and type FLOAT must have 2 elements of 4 bytes, had 12 bytes");
        assertThatThrownBy(() -> Tensor.ofVector(1).floats()).hasMessage("element type must be floating, was INT64");
        assertThatThrownBy(() -> Tensor.ofScalar(1f).longs())
                .hasMessage("element type must be an integer type, was FLOAT");
    }
}
