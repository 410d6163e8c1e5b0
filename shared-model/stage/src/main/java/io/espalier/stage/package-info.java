/// The Kafka edge of every stage: events as CloudEvents, the share-group worker, retries, dead letters and health.
///
/// Start reading at [io.espalier.stage.StageWorker]. What a stage does with an event is a
/// [io.espalier.stage.StageHandler]; nothing of Kafka reaches it.
@NullMarked
package io.espalier.stage;

import org.jspecify.annotations.NullMarked;
