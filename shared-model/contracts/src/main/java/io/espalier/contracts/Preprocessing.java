package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `tensor[c] = (pixel[c] * scale - mean[c]) / std[c]`, channels in RGB order, pixels in 0 … 255.
///
/// @param scale factor on 8-bit pixels; 1/255 by default
/// @param mean  per channel, in scaled units
/// @param std   per channel, > 0, in scaled units
/// @param resize extent of the decoded images; absent = they must all have the same one
public record Preprocessing(
        double scale,
        List<Double> mean,
        List<Double> std,
        @Nullable Resize resize) {

    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        require(scale > 0, "scale", scale, "above 0");
        require(mean.size() == std.size(), "mean", mean, "as long as std");
        require(std.stream().allMatch(s -> s > 0), "std", std, "above 0 in every channel");
    }
}
