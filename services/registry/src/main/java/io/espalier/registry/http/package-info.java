/// What every resource shares: errors, JSON, byte ranges.
@NullMarked
package io.espalier.registry.http;

import org.jspecify.annotations.NullMarked;
