/// The finetuning service: what a pruned model lost is recovered, its mask frozen.
@NullMarked
package io.espalier.finetuning;

import org.jspecify.annotations.NullMarked;
