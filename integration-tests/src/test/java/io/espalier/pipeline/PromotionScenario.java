package io.espalier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cli.platform.Component;
import io.espalier.cli.pull.Pull;
import io.espalier.cli.push.IngestClient;
import io.espalier.contracts.RunId;
import io.espalier.contracts.view.RunStatus;
import io.espalier.contracts.view.RunView;
import java.io.IOException;

/// What the pipeline is for, on any broker and database: a model goes in by either door, and comes out promoted with
/// exactly half of its blocks zero.
record PromotionScenario(ServiceProcesses services, Inputs inputs, String kafka) {

    void upload() {
        RunId run = new IngestClient(services.uri(Component.INGEST))
                .push(inputs.model(), inputs.spec("uploaded", Inputs.SHORT))
                .runs()
                .getFirst();

        requirePromotedAndHalved(run, "uploaded");
    }

    void plainCloudEvent() throws IOException {
        RunId run = new PlainProducer(kafka).submit("plain", inputs.model(), "", inputs.spec("plain", Inputs.SHORT));

        requirePromotedAndHalved(run, "plain");
    }

    private void requirePromotedAndHalved(RunId run, String model) {
        RunView ended = new Runs(services.registry()).awaitEnd(run.value());
        assertThat(ended.status()).as(ended + Logs.tails(services.logs())).isEqualTo(RunStatus.PROMOTED);
        assertThat(ended.model()).isEqualTo(model);
        Pull.Pulled pulled = new Pull(services.registry()).pull(model + "@approved", inputs.directory());
        BlockCount.of(pulled.file()).requireHalfOfTheBundledModel();
    }
}
