/// The command line: one package per command, each a picocli command over a few plain classes.
@NullMarked
package io.espalier.cli;

import org.jspecify.annotations.NullMarked;
