/// Facts of the registry itself: written with the rows they tell of, published afterwards.
@NullMarked
package io.espalier.registry.outbox;

import org.jspecify.annotations.NullMarked;
