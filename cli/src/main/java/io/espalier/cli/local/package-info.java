/// `prune` and `train`: a run, or dense training, in this process, without the platform.
@NullMarked
package io.espalier.cli.local;

import org.jspecify.annotations.NullMarked;
