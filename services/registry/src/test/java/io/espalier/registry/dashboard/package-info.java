/// The dashboard, seen through a real browser.
@NullMarked
package io.espalier.registry.dashboard;

import org.jspecify.annotations.NullMarked;
