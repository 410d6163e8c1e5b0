/// Looking at ONNX files before anything is trained.
@NullMarked
package io.espalier.cli.onnx;

import org.jspecify.annotations.NullMarked;
