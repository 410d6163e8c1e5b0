package io.espalier.datasets;

import io.espalier.contracts.Resize;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Decodes images and masks and brings them to the extent of the spec. Thread-safe.
///
/// @param resize `data.preprocessing.resize`
record FramedDecoder(@Nullable Resize resize) {

    private static final List<String> EXTENSIONS = List.of(".jpg", ".jpeg", ".png");

    /// Whether the path ends as an image's does, in upper or lower case.
    static boolean isImage(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream().anyMatch(lower::endsWith);
    }

    /// @throws CorruptImageException if `file` is not a whole image of a known kind
    DecodedImage image(String path, byte[] file) throws CorruptImageException {
        return framed(ImageDecoder.decode(path, file));
    }

    DecodedImage framed(DecodedImage decoded) {
        Framing found = decoded.framing();
        return decoded.framed(Framing.of(resize, found.height(), found.width()));
    }
}
