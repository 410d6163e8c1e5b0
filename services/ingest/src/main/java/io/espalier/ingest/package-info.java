/// The ingest service: takes models in over REST and from the submissions topic, checks and stores them.
@NullMarked
package io.espalier.ingest;

import org.jspecify.annotations.NullMarked;
