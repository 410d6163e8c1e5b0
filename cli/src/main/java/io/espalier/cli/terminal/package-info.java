/// Text for people: tables, progress bars and redrawn blocks, or plain lines where nobody looks.
@NullMarked
package io.espalier.cli.terminal;

import org.jspecify.annotations.NullMarked;
