/// Judged models: versions, aliases, decisions, and their files.
@NullMarked
package io.espalier.registry.model;

import org.jspecify.annotations.NullMarked;
