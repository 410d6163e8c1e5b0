package io.espalier.datasets;

import java.util.Map;
import java.util.TreeMap;

/// The images of a split that cannot be used, and how many of them may be.
final class CorruptImages {

    private final double limit;
    private final DecodeListener listener;
    private final Map<String, String> reasons = new TreeMap<>();

    /// @param limit `data.max-corrupt`: share of the split's images, in `[0, 1)`
    CorruptImages(double limit, DecodeListener listener) {
        this.limit = limit;
        this.listener = listener;
    }

    /// @throws PipelineException.Permanent `DATASET_INVALID` if none is allowed
    void add(String path, String reason) {
        if (limit == 0) {
            throw DatasetFailure.invalid(reason);
        }
        if (reasons.putIfAbsent(path, reason) == null) {
            listener.corrupt(path, reason);
        }
    }

    /// @param usable number of the split's other images
    /// @throws PipelineException.Permanent `DATASET_INVALID` if they are more than allowed
    void requireFew(int usable) {
        int all = usable + reasons.size();
        if (reasons.size() > limit * all) {
            throw DatasetFailure.invalid(reasons.size() + " of " + all + " images cannot be used, more than "
                    + "data.max-corrupt: " + limit + " allows; the first ones: "
                    + String.join(
                            "; ",
                            reasons.values().stream().limit(DecodeReport.NAMES).toList()));
        }
    }

    DecodeReport report(int droppedBoxes) {
        return new DecodeReport(
                reasons.size(),
                reasons.keySet().stream().limit(DecodeReport.NAMES).toList(),
                droppedBoxes);
    }
}
