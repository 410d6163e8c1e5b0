package io.espalier.onnx.op;

/// x repeated along each axis; inputs `x, repeats`, repeats int64 `(rank)`.
public record Tile() implements Movement {}
