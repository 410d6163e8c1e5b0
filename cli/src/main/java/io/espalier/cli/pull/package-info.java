/// `pull`: fetches a registered model, verified.
@NullMarked
package io.espalier.cli.pull;

import org.jspecify.annotations.NullMarked;
