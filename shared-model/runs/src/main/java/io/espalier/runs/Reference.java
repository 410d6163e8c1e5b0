package io.espalier.runs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The dense model a run compares with, and the curves of its training.
///
/// @param model  bytes of the ONNX file
/// @param curves JSON lines, empty without a control
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Reference(byte[] model, byte[] curves) {

    /// A form for checkpoints: the length of the model, the model, the curves. The source itself has length 0,
    /// since it is stored already.
    byte[] bytes(byte[] source) {
        byte[] own = Arrays.equals(model, source) ? new byte[0] : model;
        return join(ByteBuffer.allocate(Integer.BYTES).putInt(own.length).array(), own, curves);
    }

    static Reference parse(byte[] bytes, byte[] source) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] own = new byte[in.getInt()];
        in.get(own);
        byte[] curves = new byte[in.remaining()];
        in.get(curves);
        return new Reference(own.length == 0 ? source : own, curves);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
