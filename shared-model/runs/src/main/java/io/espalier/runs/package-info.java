/// What each stage of a run does, without Kafka: bytes and a spec in, bytes and a report out.
///
/// The services hand these classes their events' artifacts; [io.espalier.runs.LocalRun] runs them one after
/// the other in one process.
@NullMarked
package io.espalier.runs;

import org.jspecify.annotations.NullMarked;
