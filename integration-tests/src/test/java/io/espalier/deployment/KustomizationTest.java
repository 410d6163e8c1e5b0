package io.espalier.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.contracts.Stage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KustomizationTest {

    @Test
    void everyFileIsListedAndEveryListedFileIsThere() {
        for (Overlay overlay : Overlay.ALL) {
            List<String> listed = new ArrayList<>(overlay.resources());
            listed.addAll(overlay.patches());
            if (!overlay.equals(Overlay.BASE)) {
                assertThat(listed.remove(0)).isEqualTo("../../base");
            }
            assertThat(listed).as(overlay.folder()).containsExactlyElementsOf(overlay.files());
            assertThat(listed).allMatch(file -> file.matches("[0-9]{2}-[a-z0-9-]+\\.yaml"), "numbered");
            assertThat(listed).isSorted();
        }
    }

    @Test
    void onlyKeysThatKustomizeKnowsAreUsed() {
        for (Overlay overlay : Overlay.ALL) {
            assertThat(overlay.kustomization())
                    .containsEntry("apiVersion", "kustomize.config.k8s.io/v1beta1")
                    .containsEntry("kind", "Kustomization")
                    .containsEntry("namespace", "espalier");
            assertThat(overlay.kustomization().keySet())
                    .isSubsetOf("apiVersion", "kind", "namespace", "labels", "resources", "patches", "images");
        }
    }

    @Test
    void theServicesAreNumberedInPipelineOrder() {
        List<String> deployments = Manifests.of(Deployment.class, Overlay.BASE.everything()).stream()
                .map(deployment -> deployment.getMetadata().getName())
                .toList();
        assertThat(deployments)
                .containsExactlyElementsOf(
                        Arrays.stream(Stage.values()).map(Stage::label).toList());
    }

    @Test
    void everyManifestAndEveryPatchParsesStrictly() {
        for (Overlay overlay : Overlay.ALL) {
            for (String file : overlay.files()) {
                assertThat(overlay.read(file)).as(file).isNotEmpty();
            }
        }
    }

    @Test
    void aMisspeltFieldIsAnError() {
        String manifest =
                "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports:\n    - {port: 1, targetport: 2}\n";
        assertThatThrownBy(() -> Manifests.read(manifest, "test"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("targetport");
        assertThatThrownBy(() -> Manifests.read("apiVersion: apps/v2\nkind: Deployment\nmetadata: {name: a}\n", "test"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("apps/v2");
    }

    @Test
    void kubectlRendersBothOverlays() throws Exception {
        File kubectl = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> new File(folder, "kubectl"))
                .filter(File::canExecute)
                .findFirst()
                .orElse(new File("kubectl"));
        assumeTrue(kubectl.canExecute(), "skipped: there is no kubectl on the PATH");
        for (Overlay overlay : List.of(Overlay.LOCAL, Overlay.PRODUCTION)) {
            List<HasMetadata> rendered = Manifests.read(render(kubectl, overlay), overlay.folder() + " rendered");
            assertThat(rendered).hasSameSizeAs(overlay.everything());
        }
    }

    private static String render(File kubectl, Overlay overlay) throws Exception {
        File folder = Checkout.path("k8s/" + overlay.folder()).toFile();
        Process process = new ProcessBuilder(kubectl.getPath(), "kustomize", folder.getPath())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("exit code of kubectl kustomize %s", folder)
                .isZero();
        return rendered;
    }
}
