/// What a run leaves beside its model: the kept blocks alone, and the report for people. Forms: `docs/formats.md`.
@NullMarked
package io.espalier.runs.export;

import org.jspecify.annotations.NullMarked;
