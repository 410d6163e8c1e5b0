"""Counts the 8 x 8 blocks per tap of a ResNet-20's 3 x 3 convolutions but the first, with nothing of Espalier's.

Usage: python recount.py MODEL.onnx        (needs the packages onnx and numpy)
"""

import sys

import numpy
import onnx

graph = onnx.load(sys.argv[1]).graph
weights = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
convolutions = [weights[node.input[1]] for node in graph.node if node.op_type == "Conv"]
blocks = zero = 0
for weight in [w for w in convolutions[1:] if w.shape[2:] == (3, 3)]:
    out, into, height, width = weight.shape
    for o in range(0, out, 8):
        for i in range(0, into, 8):
            for tap in numpy.ndindex(height, width):
                blocks += 1
                zero += not weight[(slice(o, o + 8), slice(i, i + 8), *tap)].any()
print(f"{zero} of {blocks} blocks are zero ({zero / blocks:.4%})")
