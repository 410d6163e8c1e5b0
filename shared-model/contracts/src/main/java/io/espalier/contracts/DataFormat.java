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
    CIFAR_BINARY,

    /// `SPLIT/…/NAME.{jpg,png}` without labels, for label-free distillation.
    @JsonProperty("images")
    IMAGES,

    /// `SPLIT/images/NAME.{jpg,png}` with `SPLIT/labels/NAME.png`, a class index a pixel.
    @JsonProperty("mask-folder")
    MASK_FOLDER,

    /// `SPLIT/NAME.{jpg,png}` with `annotations/instances_SPLIT.json`, boxes as `x, y, width, height`.
    @JsonProperty("coco")
    COCO,

    /// `JPEGImages/NAME.jpg`, `Annotations/NAME.xml`, `ImageSets/Main/SPLIT.txt`.
    @JsonProperty("pascal-voc")
    PASCAL_VOC;

    /// Which formats can teach and judge a task: labels of the right kind, or none for `regression`, which reads none.
    public boolean suits(Task task) {
        return switch (this) {
            case IMAGE_FOLDER, CIFAR_BINARY -> task == Task.IMAGE_CLASSIFICATION || task == Task.REGRESSION;
            case IMAGES -> task == Task.REGRESSION;
            case MASK_FOLDER -> task == Task.SEMANTIC_SEGMENTATION || task == Task.REGRESSION;
            case COCO, PASCAL_VOC -> task == Task.OBJECT_DETECTION || task == Task.REGRESSION;
        };
    }
}
