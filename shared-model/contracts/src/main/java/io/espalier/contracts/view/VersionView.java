package io.espalier.contracts.view;

import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.RunId;
import java.time.Instant;
import java.util.List;

/// One version of a model, in short.
///
/// @param version  counted from 1 per name
/// @param verdict  `promoted` or `rejected`
/// @param aliases  that point to this version now
/// @param model    the file that is served
/// @param accuracy of that file on the validation split, a fraction in `[0, 1]`
/// @param latencyMs predicted for one image on `device`, milliseconds
public record VersionView(
        String name,
        int version,
        RunId runId,
        RunStatus verdict,
        Instant createdAt,
        List<String> aliases,
        ArtifactRef model,
        double accuracy,
        double latencyMs,
        String device) {

    public VersionView {
        aliases = List.copyOf(aliases);
    }
}
