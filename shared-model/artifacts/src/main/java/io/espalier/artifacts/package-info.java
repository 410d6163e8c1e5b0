/// Where a run's bytes lie: immutable blobs named by their digest, first-write-wins outcomes, and checkpoints.
///
/// [io.espalier.artifacts.Storage] is all three over one location, a directory or an S3 bucket. Both keep the same
/// promises, which one contract test states.
@NullMarked
package io.espalier.artifacts;

import org.jspecify.annotations.NullMarked;
