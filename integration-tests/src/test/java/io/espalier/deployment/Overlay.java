package io.espalier.deployment;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A folder of manifests with its `kustomization.yaml`.
///
/// @param folder below `k8s`: `base`, `overlays/local`
record Overlay(String folder) {

    static final Overlay BASE = new Overlay("base");
    static final Overlay LOCAL = new Overlay("overlays/local");
    static final Overlay PRODUCTION = new Overlay("overlays/production");
    static final List<Overlay> ALL = List.of(BASE, LOCAL, PRODUCTION);

    Map<String, Object> kustomization() {
        return Yaml.documents(Checkout.text(path("kustomization.yaml"))).get(0);
    }

    /// What `kustomization.yaml` adds, in its order; for an overlay the base's folder comes first.
    List<String> resources() {
        return Yaml.list(Yaml.present(kustomization(), "resources")).stream()
                .map(String.class::cast)
                .toList();
    }

    /// Files that change what the base says.
    List<String> patches() {
        return Yaml.list(kustomization().getOrDefault("patches", List.of())).stream()
                .map(patch -> (String) Yaml.present(Yaml.map(patch), "path"))
                .toList();
    }

    /// The files that lie in the folder, but for `kustomization.yaml`.
    List<String> files() {
        return Checkout.files("k8s/" + folder).stream()
                .map(file -> file.substring(file.lastIndexOf('/') + 1))
                .filter(file -> !file.equals("kustomization.yaml"))
                .toList();
    }

    List<HasMetadata> read(String file) {
        return Manifests.read(Checkout.text(path(file)), path(file));
    }

    /// All of the overlay's own resources, and the base's before them; without the patches.
    List<HasMetadata> everything() {
        List<HasMetadata> resources = new ArrayList<>();
        if (!equals(BASE)) {
            resources.addAll(BASE.everything());
        }
        resources().stream().filter(file -> file.endsWith(".yaml")).forEach(file -> resources.addAll(read(file)));
        return resources;
    }

    private String path(String file) {
        return "k8s/" + folder + "/" + file;
    }
}
