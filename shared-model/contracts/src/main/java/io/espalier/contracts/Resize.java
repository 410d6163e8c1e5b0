package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Extent that every image is brought to when it is decoded; masks and boxes follow.
///
/// @param height pixels, in [1, 8192]
/// @param width  pixels, in [1, 8192]
/// @param mode   what becomes of another aspect ratio
public record Resize(int height, int width, Mode mode) {

    /// What becomes of an image whose aspect ratio is another one.
    public enum Mode {
        /// Both axes are scaled, each by its own factor.
        @JsonProperty("stretch")
        STRETCH,
        /// Scaled by one factor to fit inside, centred on grey (114); the border of a mask is ignored.
        @JsonProperty("letterbox")
        LETTERBOX,
        /// Scaled by one factor to cover, then cut about the centre.
        @JsonProperty("crop")
        CROP
    }

    public Resize {
        require(height >= 1 && height <= 8192, "height", height, "in [1, 8192]");
        require(width >= 1 && width <= 8192, "width", width, "in [1, 8192]");
        mode = mode == null ? Mode.STRETCH : mode;
    }
}
