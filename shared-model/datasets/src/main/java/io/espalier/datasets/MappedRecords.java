package io.espalier.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Records of one length in a file, mapped for reading. The mapping goes when this is collected.
final class MappedRecords {

    private final int recordBytes;
    private final int recordsPerSegment;
    private final ByteBuffer[] segments; // a mapping holds at most 2 GiB; each holds whole records

    private MappedRecords(int recordBytes, int recordsPerSegment, ByteBuffer[] segments) {
        this.recordBytes = recordBytes;
        this.recordsPerSegment = recordsPerSegment;
        this.segments = segments;
    }

    /// @param start           of the first record in the file
    /// @param maxSegmentBytes of one mapping
    static MappedRecords map(FileChannel file, long start, int count, int recordBytes, int maxSegmentBytes)
            throws IOException {
        int recordsPerSegment = maxSegmentBytes / recordBytes;
        long segmentBytes = (long) recordsPerSegment * recordBytes;
        ByteBuffer[] segments = new ByteBuffer[Math.ceilDiv(count, recordsPerSegment)];
        for (int s = 0; s < segments.length; s++) {
            long offset = s * segmentBytes;
            long length = Math.min(segmentBytes, (long) count * recordBytes - offset);
            segments[s] = file.map(FileChannel.MapMode.READ_ONLY, start + offset, length);
        }
        return new MappedRecords(recordBytes, recordsPerSegment, segments);
    }

    /// Copies a record to the front of `record`.
    void get(int index, byte[] record) {
        int place = index % recordsPerSegment * recordBytes;
        segments[index / recordsPerSegment].get(place, record, 0, recordBytes);
    }
}
