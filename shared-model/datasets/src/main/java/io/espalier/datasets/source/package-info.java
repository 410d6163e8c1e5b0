/// Where the files of a data set are: directories and archives.
///
/// [io.espalier.datasets.source.DataLocation] reads `data.uri`; [io.espalier.datasets.source.DatasetFiles]
/// walks what is there. Nothing here knows what an image is.
@NullMarked
package io.espalier.datasets.source;

import org.jspecify.annotations.NullMarked;
