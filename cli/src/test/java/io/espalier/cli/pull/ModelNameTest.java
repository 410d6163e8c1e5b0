package io.espalier.cli.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.PipelineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNameTest {

    @Test
    void takesAliasesAndVersions() {
        assertThat(ModelName.parse("resnet20-cifar10")).isEqualTo(new ModelName("resnet20-cifar10", "approved"));
        assertThat(ModelName.parse("resnet20@latest")).isEqualTo(new ModelName("resnet20", "latest"));
        assertThat(ModelName.parse("resnet20:12")).isEqualTo(new ModelName("resnet20", "12"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a@", "a:", "A", "a@x:1", "../a"})
    void refusesOtherForms(String text) {
        assertThatThrownBy(() -> ModelName.parse(text))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("'" + text + "'");
    }
}
