package io.espalier.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Files that are refused, and what their owners are told.
class RefusedFilesTest {

    /// Python's `os.system("…")`: what a hostile pickle does.
    private static final String HOSTILE = "\u0080\u0002cposix\nsystem\nX\u0004\u0000\u0000\u0000true\u0085R.";

    @Test
    void listsEveryOperatorThatDoesNotMapWithItsPlaces() {
        // When
        PipelineException refusal = refusal(Cases.file("refused.pt"));

        // Then
        assertThat(refusal.code()).isEqualTo(ErrorCode.OPERATOR_UNSUPPORTED);
        assertThat(refusal)
                .hasMessageContaining("aten::cumsum at code/__torch__.py:14, code/__torch__.py:18")
                .hasMessageContaining("aten::fft_fft2 at code/__torch__.py:16")
                .hasMessageContaining("aten::linalg_det at")
                .hasMessageContaining("aten::add_ (writes into a tensor that shares its elements with another) at")
                .hasMessageContaining("aten::col2im at inner.1 (code/__torch__/torch/nn/functional.py:")
                .hasMessageContaining("prim::If on a value that only a run knows at code/__torch__.py:15");
    }

    @Test
    void saysWhatTheModuleItselfRaises() {
        // When
        PipelineException refusal = refusal(Cases.file("raises.pt"));

        // Then
        assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_INVALID);
        assertThat(refusal).hasMessageContaining("(batch, 3, 8, 8)").hasMessageContaining("multiple of 32");
    }

    @Test
    void refusesAnInputThatTheWeightsDoNotFit() {
        // Given
        byte[] file = Cases.file("traced-residual.pt");

        // When
        PipelineException refusal = catchThrowableOfType(
                PipelineException.class, () -> TorchScriptFile.read(file, "image", new long[] {1, 4, 8, 8}));

        // Then
        assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_INVALID);
        assertThat(refusal).hasMessageContaining("stem.0/Conv");
    }

    @Test
    void refusesExtentsThatAreNoShape() {
        byte[] file = Cases.file("traced-residual.pt");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchScriptFile.read(file, "image", new long[] {1, 3, -1, 8}))
                .withMessageContaining("[1, 3, -1, 8]");
    }

    @Test
    void refusesACutOffFileAtEveryLength() {
        // Given
        byte[] whole = Cases.file("traced-residual.pt");
        for (int length = 4; length < whole.length; length += 997) {
            // When
            PipelineException refusal = refusal(Arrays.copyOf(whole, length));

            // Then
            assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_NOT_ONNX);
        }
    }

    @Test
    void refusesADirectoryBeyondTheFile() {
        // Given
        byte[] torch = Cases.file("traced-residual.pt");
        ByteBuffer file = ByteBuffer.wrap(torch).order(ByteOrder.LITTLE_ENDIAN);
        int locator = torch.length - 22 - 20; // before an end record without a comment
        assertThat(file.getInt(locator)).as("zip64 locator").isEqualTo(0x07064b50);
        file.putLong(locator + 8, 1L << 32);

        // When
        PipelineException refusal = refusal(torch);

        // Then
        assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_NOT_ONNX);
        assertThat(refusal).hasMessageContaining("its directory is damaged");
    }

    @Test
    void refusesACompressedEntryOfNegativeSize() {
        // Given
        byte[] file = Zips.withSizeOfFirst(Zips.zip(Map.of("data.pkl", new byte[100])), -1L);
        ZipArchive archive = new ZipArchive(file);

        // When
        PipelineException refusal = catchThrowableOfType(PipelineException.class, () -> archive.read("data.pkl"));

        // Then
        assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_NOT_ONNX);
        assertThat(refusal).hasMessageContaining("states -1 bytes");
    }

    @Test
    void refusesADamagedByteOfAnyEntry() {
        // Given
        byte[] damaged = Cases.file("traced-residual.pt");
        damaged[200] ^= 1;

        // When
        PipelineException refusal = refusal(damaged);

        // Then
        assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_NOT_ONNX);
        assertThat(refusal).hasMessageContaining("CRC-32");
    }

    @Test
    void tellsACheckpointAndAnotherZipFromAModule() {
        // When
        PipelineException checkpoint = refusal(Cases.file("checkpoint.pth"));
        PipelineException other = refusal(Zips.zip(Map.of("readme.txt", new byte[] {1})));

        // Then
        assertThat(checkpoint.code()).isEqualTo(ErrorCode.MODEL_NOT_ONNX);
        assertThat(checkpoint).hasMessageContaining("checkpoint: weights without a program");
        assertThat(other.code()).isEqualTo(ErrorCode.MODEL_NOT_ONNX);
        assertThat(other).hasMessageContaining("zip archive without a module");
    }

    @Test
    void refusesAPickleThatNamesAFunctionOfItsOwn() {
        // Given
        Map<String, byte[]> entries = Zips.entries(Cases.file("raises.pt"));
        entries.put("raises/data.pkl", HOSTILE.getBytes(StandardCharsets.ISO_8859_1));

        // When
        PipelineException refusal = refusal(Zips.zip(entries));

        // Then
        assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_INVALID);
        assertThat(refusal).hasMessageContaining("'posix.system'").hasMessageContaining("nothing was executed");
    }

    @Test
    void refusesAPickleThatEndsEarlyOrHoldsAnotherInstruction() {
        // Given
        Map<String, byte[]> entries = Zips.entries(Cases.file("raises.pt"));
        byte[] pickle = entries.getOrDefault("raises/data.pkl", new byte[0]);

        // When
        entries.put("raises/data.pkl", Arrays.copyOf(pickle, pickle.length / 2));
        PipelineException cut = refusal(Zips.zip(entries));
        entries.put("raises/data.pkl", "\u0080\u0002i__builtin__\neval\n.".getBytes(StandardCharsets.ISO_8859_1));
        PipelineException foreign = refusal(Zips.zip(entries));

        // Then
        assertThat(cut.code()).isEqualTo(ErrorCode.MODEL_INVALID);
        assertThat(cut).hasMessageContaining("data.pkl is damaged");
        assertThat(foreign.code()).isEqualTo(ErrorCode.MODEL_INVALID);
        assertThat(foreign).hasMessageContaining("pickle instruction 0x69");
    }

    @Test
    void refusesSourceTextThatIsNoTorchScript() {
        // Given
        Map<String, byte[]> entries = Zips.entries(Cases.file("raises.pt"));
        String source =
                new String(entries.getOrDefault("raises/code/__torch__.py", new byte[0]), StandardCharsets.UTF_8);
        entries.put(
                "raises/code/__torch__.py",
                source.replace("return", "yield from").getBytes(StandardCharsets.UTF_8));

        // When
        PipelineException refusal = refusal(Zips.zip(entries));

        // Then
        assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_INVALID);
        assertThat(refusal).hasMessageContaining("cannot be read at code/__torch__.py:");
    }

    @Test
    void refusesARecursiveProgram() {
        // Given
        Map<String, byte[]> entries = Zips.entries(Cases.file("raises.pt"));
        String source = """
                class Raises(Module):
                  def forward(self: T,
                    x: Tensor) -> Tensor:
                    return (self).forward(x, )
                """;
        entries.put("raises/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));

        // When
        PipelineException refusal = refusal(Zips.zip(entries));

        // Then
        assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_INVALID);
        assertThat(refusal).hasMessageContaining("recursion");
    }

    @Test
    void knowsAZipFromAnOnnxFile() {
        assertThat(TorchScriptFile.isTorchScript(Cases.file("raises.pt"))).isTrue();
        assertThat(TorchScriptFile.isTorchScript(new byte[] {8, 8, 18, 0})).isFalse();
        assertThat(TorchScriptFile.isTorchScript(new byte[] {'P'})).isFalse();
    }

    private static PipelineException refusal(byte[] file) {
        return catchThrowableOfType(
                PipelineException.class, () -> TorchScriptFile.read(file, "image", Cases.ANY_BATCH));
    }
}
