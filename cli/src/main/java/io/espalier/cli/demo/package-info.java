/// `demo`: the bundled model through the whole pipeline.
@NullMarked
package io.espalier.cli.demo;

import org.jspecify.annotations.NullMarked;
