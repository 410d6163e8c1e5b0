package io.espalier.benchmarks.speed;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs the micro-benchmarks, with the bytes and the CPU time of each operation.
///
/// Usage: `SpeedSuite [JMH OPTIONS] [REGEXP]`; without a regular expression every benchmark runs. `-f 1 -wi 3
/// -i 5 -w 1 -r 1` are the settings of the published table.
public final class SpeedSuite {

    private SpeedSuite() {}

    public static void main(String[] args) throws CommandLineOptionException, RunnerException {
        Options options = new OptionsBuilder()
                .parent(new CommandLineOptions(args))
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTimeProfiler.class)
                .build();
        new Runner(options).run();
    }
}
