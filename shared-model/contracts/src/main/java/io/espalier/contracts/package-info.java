/// What passes between the parts: events, run identities, the run spec, topic names and error codes.
///
/// Everything here is an immutable value with one JSON form ([io.espalier.contracts.Json]); nothing here
/// knows Kafka, Quarkus or a tensor.
@NullMarked
package io.espalier.contracts;

import org.jspecify.annotations.NullMarked;
