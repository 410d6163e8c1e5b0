/// `push`: hands a model and its spec to ingest.
@NullMarked
package io.espalier.cli.push;

import org.jspecify.annotations.NullMarked;
