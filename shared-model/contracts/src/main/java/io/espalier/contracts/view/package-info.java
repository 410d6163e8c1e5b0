/// What the registry's REST interface shows: the JSON that the dashboard, the command line and other programs read.
///
/// A field is added as an optional one; none changes its meaning.
@NullMarked
package io.espalier.contracts.view;

import org.jspecify.annotations.NullMarked;
