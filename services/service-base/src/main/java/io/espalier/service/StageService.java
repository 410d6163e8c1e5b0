package io.espalier.service;

import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.Stage;
import io.espalier.stage.StageHandler;

/// What a service adds to the base: whose work it does, and how. Each service has one bean of this type.
///
/// @param stage   whose share group it joins
/// @param input   the event that asks for the work
/// @param handler the work
public record StageService<I extends PipelineEvent>(Stage stage, Class<I> input, StageHandler<I> handler) {}
