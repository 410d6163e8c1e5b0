package io.espalier.artifacts;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.util.Optional;

/// Outcomes as objects; the name is claimed by a conditional write, which exactly one writer gets.
final class S3Outcomes implements OutcomeStore {

    private final S3Objects objects;

    S3Outcomes(S3Objects objects) {
        this.objects = objects;
    }

    @Override
    public Optional<byte[]> find(String name) {
        return objects.find(key(name));
    }

    @Override
    public byte[] putIfAbsent(String name, byte[] outcome) {
        if (objects.putIfAbsent(key(name), outcome)) {
            return outcome;
        }
        return find(name)
                .orElseThrow(() -> new PipelineException.Transient(
                        ErrorCode.STORE_UNAVAILABLE, "outcome " + name + " is taken, but cannot be read"));
    }

    private static String key(String name) {
        return "outcomes/" + StoreName.require(name) + ".outcome";
    }
}
