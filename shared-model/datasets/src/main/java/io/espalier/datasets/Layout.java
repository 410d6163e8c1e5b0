package io.espalier.datasets;

import io.espalier.contracts.DataSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a format's files become images and what they show. One instance reads one split once.
sealed interface Layout permits ImageFolder, CifarBinary, UnlabelledImages, Layout.Described {

    /// A format that has files about its images; they are read in a pass of their own before the images.
    sealed interface Described extends Layout permits MaskFolder, CocoFolder, VocFolder {

        /// Whether the file is about images. Is asked about every file of the data set, from one thread.
        boolean describes(String path);

        /// Takes such a file, from the thread that asks.
        ///
        /// @param content not to be closed
        /// @throws IOException if it ends early
        /// @throws PipelineException.Permanent `DATASET_INVALID` naming `path`
        void read(String path, InputStream content) throws IOException;

        /// A file that should have been read and was not there; valid when all have been read.
        Optional<String> absent();

        /// Paths, or as much as is known of them, of the images that those files list and that are not there;
        /// valid when every file has been seen.
        List<String> missing();
    }

    static Layout of(DataSpec spec, String split) {
        return switch (spec.format()) {
            case IMAGE_FOLDER -> new ImageFolder(spec, split);
            case CIFAR_BINARY -> new CifarBinary(split, spec.preprocessing().resize());
            case IMAGES -> new UnlabelledImages(spec, split);
            case MASK_FOLDER -> new MaskFolder(spec, split);
            case COCO -> new CocoFolder(spec, split);
            case PASCAL_VOC -> new VocFolder(spec, split);
        };
    }

    AnnotationKind kind();

    /// Whether the file belongs to the split. Is asked about every file of the data set, from one thread.
    boolean wants(String path);

    /// The images, or the mask, of a file, in order. Thread-safe.
    ///
    /// @throws CorruptImageException      if this file cannot be used and others can
    /// @throws PipelineException.Permanent `DATASET_INVALID` naming `path` if the data set is not what it should be
    List<DecodedImage> decode(String path, byte[] content) throws CorruptImageException;

    /// The order of images; images of one file stay in the file's order.
    Comparator<String> order();

    /// An image with what it shows; valid when every file has been seen.
    ///
    /// @param masks those that were decoded, by path
    /// @throws CorruptImageException      if what belongs to this image is absent or does not fit it
    /// @throws PipelineException.Permanent `DATASET_INVALID` if the file's own label is none
    Example example(ImageSpool.Arrival image, Map<String, ImageSpool.Arrival> masks) throws CorruptImageException;

    /// Names by class index, none for images without labels; valid when every file has been seen.
    List<String> classNames();

    /// What a user should have put where, for messages.
    String expected();
}
