package io.espalier.registry.model;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.view.ModelView;
import io.espalier.contracts.view.VersionDetails;
import io.espalier.registry.run.Run;
import io.espalier.registry.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Puts models together as people see them, and finds what an alias or a number points to.
@ApplicationScoped
class ModelViews {

    private final ModelVersions versions;
    private final Aliases aliases;
    private final Decisions decisions;
    private final Runs runs;

    ModelViews(ModelVersions versions, Aliases aliases, Decisions decisions, Runs runs) {
        this.versions = versions;
        this.aliases = aliases;
        this.decisions = decisions;
        this.runs = runs;
    }

    /// By name.
    @Transactional
    List<ModelView> all() {
        Map<String, List<Alias>> pointers = aliases.listAll().stream()
                .collect(Collectors.groupingBy(alias -> alias.key().name()));
        Map<String, List<ModelVersion>> byName = versions.byName().stream()
                .collect(Collectors.groupingBy(ModelVersion::name, TreeMap::new, Collectors.toList()));
        return byName.entrySet().stream()
                .map(entry -> view(entry.getKey(), entry.getValue(), pointers.getOrDefault(entry.getKey(), List.of())))
                .toList();
    }

    /// @throws PipelineException.Permanent `MODEL_NOT_FOUND`
    @Transactional
    ModelView one(String name) {
        List<ModelVersion> found = versions.of(name);
        if (found.isEmpty()) {
            throw new PipelineException.Permanent(ErrorCode.MODEL_NOT_FOUND, "no model '" + name + "'");
        }
        return view(name, found, aliases.of(name));
    }

    /// @param ref an alias or a version number
    /// @throws PipelineException.Permanent `MODEL_NOT_FOUND`
    @Transactional
    ModelVersion version(String name, String ref) {
        return number(name, ref)
                .flatMap(number -> versions.find(name, number))
                .orElseThrow(() -> new PipelineException.Permanent(
                        ErrorCode.MODEL_NOT_FOUND, "model '" + name + "' has no version or alias '" + ref + "'"));
    }

    private Optional<Integer> number(String name, String ref) {
        return ref.matches("[0-9]{1,9}")
                ? Optional.of(Integer.parseInt(ref))
                : aliases.findByIdOptional(new Alias.Key(name, ref)).map(Alias::version);
    }

    /// @throws PipelineException.Permanent `MODEL_NOT_FOUND`
    @Transactional
    VersionDetails details(String name, String ref) {
        ModelVersion version = version(name, ref);
        Decision decision = decisions.findById(version.runId());
        Run run = runs.findById(version.runId());
        return new VersionDetails(
                version.view(pointingTo(version, aliases.of(name))),
                decision.gates(),
                version.report(),
                new VersionDetails.Origin(
                        version.source(), version.mask(), run.spec().orElseThrow(), decision.decidedAt()),
                version.exports());
    }

    private static ModelView view(String name, List<ModelVersion> versions, List<Alias> aliases) {
        Map<String, Integer> pointers =
                aliases.stream().collect(Collectors.toMap(alias -> alias.key().alias(), Alias::version));
        return new ModelView(
                name,
                pointers,
                versions.stream()
                        .map(version -> version.view(pointingTo(version, aliases)))
                        .toList());
    }

    private static List<String> pointingTo(ModelVersion version, List<Alias> aliases) {
        return aliases.stream()
                .filter(alias -> alias.version() == version.version())
                .map(alias -> alias.key().alias())
                .sorted()
                .toList();
    }
}
