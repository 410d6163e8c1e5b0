package io.espalier.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Layout of a data set's files; `docs/datasets.md` shows each.
public enum DataFormat {
    /// `SPLIT/CLASS/NAME.{jpg,png}`; classes are numbered in alphabetical order.
    @JsonProperty("image-folder")
    IMAGE_FOLDER,

    /// CIFAR-10's binary version: records of one label byte and 3,072 pixel bytes, `data_batch_*.bin`
    ///     and `test_batch.bin`.
    @JsonProperty("cifar-binary")
    CIFAR_BINARY
}
