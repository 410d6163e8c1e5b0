package io.espalier.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.Stage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What runs in the cluster: pods, and whatever they refer to.
class WorkloadsTest {

    private static final Pattern ADDRESS = Pattern.compile("\\b(kafka|s3|postgres):\\d+");

    private final List<HasMetadata> local = Overlay.LOCAL.everything();

    @Test
    void everyContainerIsPinnedProbedBoundedAndUnprivileged() {
        for (PodTemplateSpec pod : pods()) {
            PodSpec spec = pod.getSpec();
            assertThat(spec.getTerminationGracePeriodSeconds()).isBetween(30L, 60L);
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            for (Container container : spec.getContainers()) {
                Settings.assertPinned(container.getImage());
                assertThat(container.getStartupProbe()).as(container.getName()).isNotNull();
                assertThat(container.getLivenessProbe()).as(container.getName()).isNotNull();
                assertThat(container.getReadinessProbe())
                        .as(container.getName())
                        .isNotNull();
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).containsKey("memory");
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
            }
        }
    }

    @Test
    void theServicesAreTheImagesOfTheDockerfile() {
        for (Stage stage : Stage.values()) {
            Deployment deployment = named(Deployment.class, stage.label());
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            Container container = pod.getContainers().get(0);
            assertThat(container.getImage()).isEqualTo("espalier/" + stage.label() + ":" + Checkout.version());
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(Manifests.USER);
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
            assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");
        }
    }

    @Test
    void whatAContainerWritesToIsMounted() {
        for (Stage stage : Stage.values()) {
            PodSpec pod = named(Deployment.class, stage.label())
                    .getSpec()
                    .getTemplate()
                    .getSpec();
            List<String> mounts = pod.getContainers().get(0).getVolumeMounts().stream()
                    .map(VolumeMount::getMountPath)
                    .toList();
            assertThat(mounts).contains("/tmp");
            if (stage != Stage.REGISTRY) {
                assertThat(mounts)
                        .contains(
                                configuration().get("ESPALIER_DATA_DIR"),
                                configuration().get("ESPALIER_CACHE_DIR"))
                        .contains("/var/lib/espalier/engine"); // DJL_CACHE_DIR of the Dockerfile
            }
        }
        assertThat(Checkout.text("Dockerfile")).contains("DJL_CACHE_DIR=/var/lib/espalier/engine");
    }

    @Test
    void everyMountHasAVolumeAndEveryClaimIsThere() {
        for (StatefulSet set : Manifests.of(StatefulSet.class, local)) {
            List<String> volumes =
                    new ArrayList<>(volumes(set.getSpec().getTemplate().getSpec()));
            set.getSpec()
                    .getVolumeClaimTemplates()
                    .forEach(claim -> volumes.add(claim.getMetadata().getName()));
            assertMounted(set.getSpec().getTemplate().getSpec(), volumes);
        }
        for (Deployment deployment : Manifests.of(Deployment.class, local)) {
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            assertMounted(pod, volumes(pod));
            pod.getVolumes().stream()
                    .map(Volume::getPersistentVolumeClaim)
                    .filter(Objects::nonNull)
                    .forEach(claim -> assertThat(named(PersistentVolumeClaim.class, claim.getClaimName()))
                            .isNotNull());
        }
    }

    private static List<String> volumes(PodSpec pod) {
        return pod.getVolumes().stream().map(Volume::getName).toList();
    }

    private static void assertMounted(PodSpec pod, List<String> volumes) {
        assertThat(pod.getContainers().get(0).getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactlyInAnyOrderElementsOf(volumes);
    }

    @Test
    void everySettingExistsAndEverySecretIsThere() {
        Settings.assertServiceEnvironment(configuration(), "base/01-configuration.yaml");
        assertThat(configuration()).containsEntry("OMP_WAIT_POLICY", "PASSIVE").containsEntry("GOMP_SPINCOUNT", "1000");
        for (PodTemplateSpec pod : pods()) {
            pod.getSpec().getContainers().get(0).getEnvFrom().forEach(source -> {
                if (source.getConfigMapRef() != null) {
                    assertThat(named(ConfigMap.class, source.getConfigMapRef().getName()))
                            .isNotNull();
                }
                if (source.getSecretRef() != null) {
                    Secret secret = named(Secret.class, source.getSecretRef().getName());
                    Settings.assertServiceEnvironment(
                            secret.getStringData(), secret.getMetadata().getName());
                }
            });
        }
    }

    @Test
    void theLocalBrokerAcceptsItsSettings() {
        Container kafka = named(StatefulSet.class, "kafka")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
        Map<String, String> environment = new HashMap<>();
        for (EnvVar variable : kafka.getEnv()) {
            environment.put(variable.getName(), variable.getValue());
        }
        Settings.assertSingleNodeBroker(environment, "overlays/local/02-kafka.yaml");
        assertThat(environment)
                .containsEntry(
                        "KAFKA_ADVERTISED_LISTENERS",
                        "INTERNAL://" + configuration().get("KAFKA_BOOTSTRAP_SERVERS"));
    }

    @Test
    void everyServiceSelectsAPodAndNamesOneOfItsPorts() {
        for (Service service : Manifests.of(Service.class, local)) {
            Map<String, String> selector = service.getSpec().getSelector();
            List<PodTemplateSpec> selected = pods().stream()
                    .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                    .toList();
            assertThat(selected).as(service.getMetadata().getName()).hasSize(1);
            assertThat(selected.get(0).getSpec().getContainers().get(0).getPorts())
                    .extracting(ContainerPort::getName)
                    .contains(
                            service.getSpec().getPorts().get(0).getTargetPort().getStrVal());
        }
    }

    @Test
    void theAddressesInTheConfigurationAreServices() {
        List<String> addresses = configuration().values().stream()
                .flatMap(value -> ADDRESS.matcher(value).results())
                .map(MatchResult::group)
                .toList();
        assertThat(addresses).containsExactlyInAnyOrder("kafka:9092", "s3:8333", "postgres:5432");
        for (String address : addresses) {
            String[] hostAndPort = address.split(":");
            assertThat(named(Service.class, hostAndPort[0])
                            .getSpec()
                            .getPorts()
                            .get(0)
                            .getPort())
                    .hasToString(hostAndPort[1]);
        }
    }

    private List<PodTemplateSpec> pods() {
        List<PodTemplateSpec> pods = new ArrayList<>();
        Manifests.of(Deployment.class, local)
                .forEach(deployment -> pods.add(deployment.getSpec().getTemplate()));
        Manifests.of(StatefulSet.class, local)
                .forEach(set -> pods.add(set.getSpec().getTemplate()));
        return pods;
    }

    private Map<String, String> configuration() {
        return named(ConfigMap.class, "espalier").getData();
    }

    private <T extends HasMetadata> T named(Class<T> type, String name) {
        return Manifests.of(type, local).stream()
                .filter(resource -> resource.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there must be a " + type.getSimpleName() + " '" + name + "'"));
    }
}
