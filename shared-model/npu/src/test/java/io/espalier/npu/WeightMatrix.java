package io.espalier.npu;

import io.espalier.npu.engine.WeightLayout;
import java.util.Arrays;
import java.util.Objects;

/// The `(K, N)` operands that a weight's layout says it holds, put together element by element.
@SuppressWarnings("ArrayRecordComponent") // never compared
record WeightMatrix(float[][] columns, int n) {

    static WeightMatrix of(Work.Product product, float[] values) {
        WeightLayout layout =
                Objects.requireNonNull(product.weights()).nonZeros().layout();
        float[][] columns = new float[layout.columns()][layout.rows()];
        for (float[] column : columns) {
            Arrays.fill(column, Float.NaN);
        }
        for (int element = 0; element < values.length; element++) {
            columns[layout.columnOf(element)][layout.rowOf(element)] = values[element];
        }
        return new WeightMatrix(columns, (int) layout.gemm().n());
    }

    float at(int repeat, int k, int column) {
        return columns[repeat * n + column][k];
    }
}
