/// Clients of the HTTP APIs of ingest and registry.
@NullMarked
package io.espalier.cli.registry;

import org.jspecify.annotations.NullMarked;
