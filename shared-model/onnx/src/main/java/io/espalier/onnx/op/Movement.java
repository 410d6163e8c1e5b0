package io.espalier.onnx.op;

/// Elements put elsewhere, left out or repeated, and none computed.
public sealed interface Movement extends Operator
        permits Concat,
                DepthToSpace,
                Expand,
                Gather,
                GatherElements,
                Pad,
                Slice,
                SpaceToDepth,
                Split,
                Tile,
                Transpose {}
