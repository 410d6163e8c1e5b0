package io.espalier.npu.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.PipelineException;
import io.espalier.npu.NpuNetwork;
import io.espalier.npu.calibration.network.Network;
import io.espalier.npu.calibration.network.Networks;
import io.espalier.onnx.ModelSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rebuilt networks against what their authors publish of them.
class NetworksTest {

    /// Sources round to two or three digits, and some count normalisations and activations in.
    private static final double PUBLISHED_ROUNDING = 0.01;

    static java.util.List<Network> networks() {
        return Networks.all();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void parametersAndMultiplyAccumulatesAreThePublishedOnes(Network network) {
        Network.Definition definition = network.description().get();
        double gigaMacs = ModelSummary.of(definition.graph()).macs() / 1e9;

        assertThat(definition.parameters()).as(network.source()).isEqualTo(network.parameters());
        if (network.gigaMacs() > 0) {
            assertThat(gigaMacs / network.gigaMacs()).as(network.source()).isCloseTo(1, within(PUBLISHED_ROUNDING));
        }
    }

    /// Both readings of the same graph, the summary's and the lowering's, count the same products.
    @Test
    void theLoweringCountsTheSameMultiplyAccumulates() {
        Network network = Networks.named("mobilenet-v2");
        long lowered = NpuNetwork.dense(network.graph()).products().stream()
                .mapToLong(product -> product.shape().gemm().macs())
                .sum();

        assertThat(lowered).isEqualTo(ModelSummary.of(network.graph()).macs()).isEqualTo(300_774_272);
    }

    @Test
    void anUnknownNameSaysWhichThereAre() {
        assertThatThrownBy(() -> Networks.named("lenet"))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("'lenet'")
                .hasMessageContaining("mobilenet-v1")
                .hasMessageContaining("ONNX file");
    }
}
