/// A data set that needs no download: drawn shapes on textured backgrounds, made from a seed.
///
/// The demo runs on it, so that a fresh clone shows the whole pipeline without any data of the user's.
@NullMarked
package io.espalier.datasets.shapes;

import org.jspecify.annotations.NullMarked;
