package io.espalier.deployment;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Kubernetes manifests as the API's own types, read strictly: a field that the type does not have is an error, where
/// the model would silently put it aside.
final class Manifests {

    /// The unprivileged user of the Dockerfile and the manifests.
    static final long USER = 10001;

    /// The only API group whose types are not in the model; its resources are checked by hand.
    private static final String STRIMZI = "kafka.strimzi.io/v1";

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private Manifests() {}

    /// Every document of a file, or of several in one text.
    static List<HasMetadata> read(String text, String where) {
        List<HasMetadata> resources = new ArrayList<>();
        for (String document : text.split("(?m)^---\\s*$")) {
            if (!document.replaceAll("(?m)^#.*$", "").isBlank()) {
                HasMetadata resource = SERIALIZATION.unmarshal(document);
                check(resource, where);
                resources.add(resource);
            }
        }
        return resources;
    }

    static <T extends HasMetadata> List<T> of(Class<T> type, List<HasMetadata> resources) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static List<GenericKubernetesResource> custom(String kind, List<HasMetadata> resources) {
        return of(GenericKubernetesResource.class, resources).stream()
                .filter(resource -> resource.getKind().equals(kind))
                .toList();
    }

    private static void check(HasMetadata resource, String where) {
        if (resource instanceof GenericKubernetesResource generic) {
            if (!generic.getApiVersion().equals(STRIMZI)) {
                throw new AssertionError(
                        "%s: no API %s has a kind %s".formatted(where, generic.getApiVersion(), generic.getKind()));
            }
        } else {
            refuseUnknown(
                    resource,
                    where + ": " + resource.getKind() + " "
                            + resource.getMetadata().getName());
        }
    }

    private static void refuseUnknown(Object value, String where) {
        if (value instanceof Collection<?> items) {
            items.forEach(item -> refuseUnknown(item, where));
        } else if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, item) -> refuseUnknown(item, where + "." + key));
        } else if (value instanceof KubernetesResource) {
            for (Method method : value.getClass().getMethods()) {
                if (method.getName().startsWith("get") && method.getParameterCount() == 0) {
                    refuseUnknown(method, value, where);
                }
            }
        }
    }

    private static void refuseUnknown(Method getter, Object bean, String where) {
        Object value = invoke(getter, bean);
        if (!getter.getName().equals("getAdditionalProperties")) {
            refuseUnknown(value, where + "." + getter.getName().substring("get".length()));
        } else if (value instanceof Map<?, ?> unknown && !unknown.isEmpty()) {
            throw new AssertionError(where + " has no field " + unknown.keySet());
        }
    }

    private static Object invoke(Method getter, Object bean) {
        try {
            return getter.invoke(bean);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError(getter + " cannot be read", e);
        }
    }
}
