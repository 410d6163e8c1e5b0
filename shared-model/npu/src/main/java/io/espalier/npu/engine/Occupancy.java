package io.espalier.npu.engine;

/// Which granules of a weight operand hold anything but zeros, counted by group of columns.
///
/// A pruning block that is smaller than a granule, or across granules, saves nothing by itself: a granule can be left
/// out only if all its weights are zero.
///
/// @param granules granules of all repeats
/// @param groups   groups of columns in one repeat
/// @param kept     for group `j` of repeat `g`, at `g · groups + j`: its granules with at least one weight
/// @param rows     for the same: rows of `K` within them
/// @param stored   weights, zero or not, within kept granules
@SuppressWarnings("ArrayRecordComponent") // never compared, and filled and read in loops
public record Occupancy(long granules, int groups, long[] kept, long[] rows, long stored) {

    /// @param segment rows after which granules begin anew: `K`, or the channels of one kernel tap
    /// @param height  rows of a granule
    /// @param width   columns of a granule; a group of columns is one granule wide
    public record Grid(int segment, int height, int width) {

        public Grid {
            if (segment < 1 || height < 1 || width < 1) {
                throw new IllegalArgumentException("a granule must be at least 1 high and wide");
            }
        }

        public int rowGranules(long rows) {
            return Math.toIntExact(rows / segment * Math.ceilDiv(segment, height));
        }

        public int groups(long columns) {
            return Math.toIntExact(Math.ceilDiv(columns, width));
        }

        /// The granule, over all repeats, that an element of a weight tensor lies in.
        public int granuleOf(WeightLayout layout, int element) {
            int n = Math.toIntExact(layout.gemm().n());
            int column = layout.columnOf(element);
            int row = layout.rowOf(element);
            int group = column / n * groups(n) + column % n / width;
            int rowGranule = row / segment * Math.ceilDiv(segment, height) + row % segment / height;
            return group * rowGranules(layout.rows()) + rowGranule;
        }
    }

    public static Occupancy of(NonZeros weights, Grid grid) {
        Gemm gemm = weights.layout().gemm();
        int n = Math.toIntExact(gemm.n());
        int groups = grid.groups(n);
        long[] kept = new long[Math.toIntExact(gemm.repeats() * groups)];
        long[] keptRows = new long[kept.length];
        long stored = 0;
        for (int group = 0; group < kept.length; group++) {
            int from = group / groups * n + group % groups * grid.width;
            int to = Math.min(from + grid.width, (group / groups + 1) * n);
            Column column = Column.of(weights.union(from, to), weights.layout().rows(), grid);
            kept[group] = column.kept;
            keptRows[group] = column.rows;
            stored += column.rows * (to - from);
        }
        return new Occupancy(kept.length * (long) grid.rowGranules(gemm.k()), groups, kept, keptRows, stored);
    }

    /// Granules with a weight in one group of columns, and the rows within them.
    private record Column(long kept, long rows) {

        static Column of(long[] union, int rows, Grid grid) {
            long kept = 0;
            long keptRows = 0;
            for (int segment = 0; segment < rows; segment += grid.segment) {
                for (int row = segment; row < segment + grid.segment; row += grid.height) {
                    int end = Math.min(row + grid.height, segment + grid.segment);
                    if (NonZeros.any(union, 0, row, end)) {
                        kept++;
                        keptRows += end - row;
                    }
                }
            }
            return new Column(kept, keptRows);
        }
    }

    public long keptTotal() {
        long total = 0;
        for (long group : kept) {
            total += group;
        }
        return total;
    }
}
