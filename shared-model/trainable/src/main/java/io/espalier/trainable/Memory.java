package io.espalier.trainable;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Memory of this process.
public final class Memory {

    private static final Path LINUX_STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    private Memory() {}

    /// The largest resident set of this process since it started, in bytes.
    ///
    /// On Linux this is the kernel's `VmHWM` (proc(5)), everything that libtorch holds included. Elsewhere it is
    /// what the JVM knows of, the peaks of its pools and its buffers: a lower bound that leaves libtorch's own
    /// memory out.
    public static long peakResidentBytes() {
        try (Stream<String> lines = Files.lines(LINUX_STATUS)) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToLong(Memory::bytes)
                    .findFirst()
                    .orElseGet(Memory::knownToTheJvm);
        } catch (IOException e) {
            return knownToTheJvm();
        }
    }

    /// `VmHWM:   123 kB`, where kB are 1024 bytes.
    private static long bytes(String line) {
        String[] words = line.substring(PEAK.length()).trim().split(" ", 2);
        return Math.multiplyExact(Long.parseLong(words[0]), 1024L);
    }

    static long knownToTheJvm() {
        long pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .map(MemoryPoolMXBean::getPeakUsage)
                .filter(usage -> usage != null) // of a pool that is no longer valid
                .mapToLong(usage -> usage.getUsed())
                .sum();
        long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return pools + buffers;
    }
}
