/// `watch` and `runs`: what a run is doing and how its gates were judged.
@NullMarked
package io.espalier.cli.watch;

import org.jspecify.annotations.NullMarked;
