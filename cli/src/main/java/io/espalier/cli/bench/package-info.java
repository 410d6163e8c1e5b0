/// `bench`: measurements on this machine.
@NullMarked
package io.espalier.cli.bench;

import org.jspecify.annotations.NullMarked;
