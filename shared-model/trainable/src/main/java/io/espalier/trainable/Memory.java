package io.espalier.trainable;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/// Memory of this process.
public final class Memory {

    private static final Path LINUX_STATUS = Path.of("/proc/self/status");
    private static final Path LINUX_CLEAR = Path.of("/proc/self/clear_refs");
    private static final String PEAK = "VmHWM:";
    private static final String RESIDENT = "VmRSS:";

    private Memory() {}

    /// The largest resident set of this process since [#restartPeak], or since it started, in bytes.
    ///
    /// On Linux this is the kernel's `VmHWM` (proc(5)), everything that libtorch holds included. Elsewhere it is
    /// what the JVM knows of, the peaks of its pools and its buffers: a lower bound that leaves libtorch's own
    /// memory out.
    public static long peakResidentBytes() {
        return status(PEAK);
    }

    /// The resident set of this process now, in bytes: `VmRSS`, elsewhere as [#peakResidentBytes].
    static long residentBytes() {
        return status(RESIDENT);
    }

    /// Lets the kernel's peak begin again at the resident set of now: a 5 to `clear_refs` (proc(5)).
    ///
    /// @return false where that cannot be done, and the peak is that of the whole process
    static boolean restartPeak() {
        try {
            Files.writeString(LINUX_CLEAR, "5", StandardOpenOption.WRITE);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static long status(String key) {
        try (Stream<String> lines = Files.lines(LINUX_STATUS)) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> bytes(line.substring(key.length())))
                    .findFirst()
                    .orElseGet(Memory::knownToTheJvm);
        } catch (IOException e) {
            return knownToTheJvm();
        }
    }

    /// `   123 kB`, where kB are 1024 bytes.
    private static long bytes(String kibibytes) {
        String[] words = kibibytes.trim().split(" ", 2);
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
