/// `up`, `down` and `status`: the embedded platform and the five services as processes of this machine.
@NullMarked
package io.espalier.cli.platform;

import org.jspecify.annotations.NullMarked;
