package io.espalier.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a network is trained for. One more task is one more constant here, a loss and a metric.
public enum Task {
    @JsonProperty("image-classification")
    IMAGE_CLASSIFICATION
}
