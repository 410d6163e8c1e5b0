/// The registry: projects the pipeline's facts into rows, judges, names versions and serves them.
@NullMarked
package io.espalier.registry;

import org.jspecify.annotations.NullMarked;
