/// SCALE-Sim's own files: topologies and configurations read and written, its report's columns.
@NullMarked
package io.espalier.npu.scalesim;

import org.jspecify.annotations.NullMarked;
