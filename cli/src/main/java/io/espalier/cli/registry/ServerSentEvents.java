package io.espalier.cli.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the data of server-sent events; comments, ids, names and retry hints are passed over.
///
/// Source: HTML Living Standard, §9.2.6 "Interpreting an event stream".
final class ServerSentEvents {

    private ServerSentEvents() {}

    /// @param interested gets each event's data, lines joined by line feeds; false ends the reading
    static void read(InputStream stream, Predicate<String> interested) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        StringBuilder data = new StringBuilder();
        for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                // An event without data is none; an unfinished one at the end of the stream is dropped.
                if (!data.isEmpty() && !interested.test(data.substring(0, data.length() - 1))) {
                    return;
                }
                data.setLength(0);
            } else if (line.equals("data") || line.startsWith("data:")) {
                data.append(value(line)).append('\n');
            }
        }
    }

    private static String value(String line) {
        String value = line.length() > 5 ? line.substring(5) : "";
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
