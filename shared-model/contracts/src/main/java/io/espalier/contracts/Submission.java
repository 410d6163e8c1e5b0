package io.espalier.contracts;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The data of a `model-submitted` CloudEvent: what a plain Kafka client writes to push a model.
///
/// @param modelUri `file:`, `http(s):` or `artifact:` location of the ONNX file, readable by the ingest service
/// @param sha256   digest the bytes must have; absent = not checked on the way in
/// @param spec     what to do with the model
public record Submission(URI modelUri, @Nullable String sha256, RunSpec spec) {

    public Submission {
        if (modelUri == null) {
            throw new SpecValueException("model-uri", "absent", "the location of an ONNX file");
        }
        if (spec == null) {
            throw new SpecValueException("spec", "absent", "a run spec");
        }
    }
}
