/// The whole pipeline as a user runs it: the launcher, the packaged services as processes, a real broker, a real
/// database.
@NullMarked
package io.espalier.pipeline;

import org.jspecify.annotations.NullMarked;
