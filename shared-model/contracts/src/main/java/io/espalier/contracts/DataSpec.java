package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

/// Where the examples are and how they become tensors.
///
/// @param uri           a directory, `.zip`, `.tar`, `.tar.gz`; `zip:FILE!/folder` names a folder inside an archive;
///                      a relative path is resolved against the service's data directory
/// @param format        layout of the files
/// @param train         name of the training split (a folder, or a file name prefix for CIFAR binaries)
/// @param validation    name of the split that accuracy is measured on
/// @param limit         training images per epoch, drawn class-balanced and anew each epoch; 0 = all
/// @param preprocessing from 8-bit pixels to the model's input
/// @param augment       random changes of training images
public record DataSpec(
        String uri,
        DataFormat format,
        String train,
        String validation,
        int limit,
        Preprocessing preprocessing,
        Augmentation augment) {

    public DataSpec {
        if (uri == null || uri.isBlank()) {
            throw new SpecValueException("uri", "absent", "the location of a directory or an archive");
        }
        require(limit >= 0, "limit", limit, "a number of images, or 0 for all");
    }
}
