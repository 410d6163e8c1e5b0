package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the examples are and how they become tensors.
///
/// @param uri           a directory, `.zip`, `.tar`, `.tar.gz`, there or behind `http:`, `https:` or `s3:`;
///                      `zip:FILE!/folder` names a folder inside an archive; a relative path is resolved against the
///                      service's data directory
/// @param format        layout of the files
/// @param train         name of the training split (a folder, or a file name prefix for CIFAR binaries)
/// @param validation    name of the split that accuracy is measured on
/// @param sha256        of the archive, 64 hexadecimal digits; absent = not checked
/// @param size          of the archive; absent = not checked
/// @param maxCorrupt    share of a split's images that may be unreadable before the run fails, in `[0, 1)`; those are
///                      left out and reported
/// @param ignoreIndex   mask value that means "no label"; 255 always does
/// @param limit         training images per epoch, drawn anew each epoch, class-balanced where an
///                      image has one class; 0 = all
/// @param preprocessing from 8-bit pixels to the model's input
/// @param augment       random changes of training images
public record DataSpec(
        String uri,
        DataFormat format,
        String train,
        String validation,
        @Nullable String sha256,
        @Nullable ByteSize size,
        double maxCorrupt,
        @Nullable Integer ignoreIndex,
        int limit,
        Preprocessing preprocessing,
        Augmentation augment) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public DataSpec {
        if (uri == null || uri.isBlank()) {
            throw new SpecValueException("uri", "absent", "the location of a directory or an archive");
        }
        require(
                sha256 == null || SHA_256.matcher(sha256).matches(),
                "sha256",
                String.valueOf(sha256),
                "64 hexadecimal digits in lower case");
        require(maxCorrupt >= 0 && maxCorrupt < 1, "max-corrupt", maxCorrupt, "in [0, 1)");
        require(
                ignoreIndex == null || (ignoreIndex >= 0 && ignoreIndex <= 255),
                "ignore-index",
                String.valueOf(ignoreIndex),
                "in [0, 255]");
        require(limit >= 0, "limit", limit, "a number of images, or 0 for all");
    }
}
