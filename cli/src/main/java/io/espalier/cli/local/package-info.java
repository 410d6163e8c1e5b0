/// `prune`: a run in this process, without the platform.
@NullMarked
package io.espalier.cli.local;

import org.jspecify.annotations.NullMarked;
