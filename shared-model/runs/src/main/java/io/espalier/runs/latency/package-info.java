/// How long a file takes: estimated on devices, layer by layer, and measured on this processor. Forms:
// `docs/formats.md`.
@NullMarked
package io.espalier.runs.latency;

import org.jspecify.annotations.NullMarked;
