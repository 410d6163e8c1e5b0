package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Weights of the two terms of a detector's loss, on task-aligned assignment (Feng et al., TOOD, arXiv:2108.07755).
///
/// @param boxes    of 1 - CIoU of the assigned predictions, >= 0
/// @param scores   of the classification term, >= 0
/// @param function of the classification term
public record DetectionLossSpec(double boxes, double scores, ScoreLoss function) {

    static final DetectionLossSpec DEFAULT = new DetectionLossSpec(7.5, 0.5, ScoreLoss.BCE);

    /// How scores are compared with their targets.
    public enum ScoreLoss {
        /// Binary cross-entropy with the assigned alignment as soft target.
        @JsonProperty("bce")
        BCE,
        /// Varifocal loss (Zhang et al., arXiv:2008.13367): negatives weigh `α p^γ`, positives their target.
        @JsonProperty("varifocal")
        VARIFOCAL
    }

    public DetectionLossSpec {
        require(boxes >= 0, "boxes", boxes, "0 or more");
        require(scores >= 0, "scores", scores, "0 or more");
    }
}
