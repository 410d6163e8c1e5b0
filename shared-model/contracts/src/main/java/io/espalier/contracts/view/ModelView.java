package io.espalier.contracts.view;

import java.util.List;
import java.util.Map;

/// One name in the registry.
///
/// @param aliases  alias to version: `latest` is the newest version, `approved` the newest promoted one
/// @param versions newest first
public record ModelView(String name, Map<String, Integer> aliases, List<VersionView> versions) {

    public ModelView {
        aliases = Map.copyOf(aliases);
        versions = List.copyOf(versions);
    }
}
