/// A real Kafka broker and a real PostgreSQL from Maven artifacts, on loopback, without Docker.
///
/// [io.espalier.embedded.EmbeddedPlatform] is the process that `espalier up` starts.
@NullMarked
package io.espalier.embedded;

import org.jspecify.annotations.NullMarked;
