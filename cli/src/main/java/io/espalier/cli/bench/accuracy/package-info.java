/// `bench accuracy`: methods of pruning against each other at equal cost, cell by cell.
@NullMarked
package io.espalier.cli.bench.accuracy;

import org.jspecify.annotations.NullMarked;
