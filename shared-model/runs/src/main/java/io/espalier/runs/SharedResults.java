package io.espalier.runs;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What the runs of one sweep have in common, found out by the first of them that needs it: the trained control, the
/// accuracy of dense models.
///
/// Runs of one sweep differ in nothing but their budgets, so a name need not say on which data or device. Two that
/// work side by side may both find out the same; it is the same bytes.
public interface SharedResults {

    /// Of a run that is part of no sweep.
    SharedResults NONE = new SharedResults() {
        @Override
        public Optional<byte[]> find(String name) {
            return Optional.empty();
        }

        @Override
        public void keep(String name, byte[] result) {
            // nobody will ask
        }
    };

    /// Of a sweep in this process.
    static SharedResults inMemory() {
        Map<String, byte[]> kept = new ConcurrentHashMap<>();
        return new SharedResults() {
            @Override
            public Optional<byte[]> find(String name) {
                return Optional.ofNullable(kept.get(name));
            }

            @Override
            public void keep(String name, byte[] result) {
                kept.putIfAbsent(name, result);
            }
        };
    }

    /// @param name letters, digits and hyphens
    Optional<byte[]> find(String name);

    /// Kept for the other runs; of two results under one name the first stays.
    void keep(String name, byte[] result);
}
