/// Compose, Dockerfile and manifests, held against the code: no engine and no cluster is needed to see that a name, a
/// port, a setting or a field does not exist.
@NullMarked
package io.espalier.deployment;

import org.jspecify.annotations.NullMarked;
