/// What tests of several modules need: a broker and a database per JVM, shared data, tiny data sets. Never shipped.
@NullMarked
package io.espalier.testkit;

import org.jspecify.annotations.NullMarked;
