package io.espalier.datasets;

import io.espalier.contracts.DataSpec;
import java.util.Comparator;
import java.util.List;

/// How a format's files become labelled images. One instance reads one split once.
sealed interface Layout permits ImageFolder, CifarBinary {

    static Layout of(DataSpec spec, String split) {
        return switch (spec.format()) {
            case IMAGE_FOLDER -> new ImageFolder(spec, split);
            case CIFAR_BINARY -> new CifarBinary(split);
            case IMAGES, MASK_FOLDER, COCO, PASCAL_VOC ->
                throw DatasetFailure.invalid("data.format " + spec.format() + " cannot be read yet");
        };
    }

    /// Whether the file belongs to the split. Is asked about every file of the data set, from one thread.
    boolean wants(String path);

    /// The images of a file, in order. Thread-safe.
    ///
    /// @throws PipelineException.Permanent `DATASET_INVALID` naming `path`
    List<DecodedImage> decode(String path, byte[] content);

    /// The order of files; images of one file stay in the file's order.
    Comparator<String> order();

    /// Class of an image, in `[0, classNames().size())`; valid when every file has been seen.
    ///
    /// @throws PipelineException.Permanent `DATASET_INVALID` if the file's own label is none
    int label(String path, int recordedLabel);

    /// Names by label; valid when every file has been seen.
    List<String> classNames();

    /// What a user should have put where, for messages.
    String expected();
}
