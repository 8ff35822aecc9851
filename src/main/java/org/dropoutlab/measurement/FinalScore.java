package org.dropoutlab.measurement;

import java.util.Locale;

/**
 * A score of final outputs against the truth, with scikit-learn's definition. Where data lack what a score needs, it is {@code NaN}:
 * see each. Classes are those of the whole data set, whether or not some examples have them.
 */
public enum FinalScore {
    /** Fraction classified correctly: {@code accuracy_score}. */
    ACCURACY,
    /** Mean of the recalls of all classes: {@code balanced_accuracy_score}; needs examples of every class. */
    BALANCED_ACCURACY,
    /** Mean of the F1 of all classes, 0 for a class that is never predicted: {@code f1_score(average="macro")}; needs every class. */
    MACRO_F1,
    /** F1 of the positive one of two classes: {@code f1_score(pos_label=...)}; needs examples of it. */
    POSITIVE_F1,
    /**
     * Matthews' correlation coefficient, for more than two classes Gorodkin's (2004): {@code matthews_corrcoef}; 0 if all predictions
     * are the same; needs examples of at least two classes.
     */
    MATTHEWS,
    /**
     * Area under the ROC curve, for more than two classes the mean over classes of one against the rest:
     * {@code roc_auc_score(multi_class="ovr")}; needs every class.
     */
    ROC_AUC,
    /**
     * Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds, without interpolation, of the positive one of two classes, for more the mean over
     * classes of one against the rest: {@code average_precision_score}; needs examples of the positive class, or of every class.
     */
    AVERAGE_PRECISION,
    /** Mean −log of the true class's probability, clipped at 2⁻⁵² and then scaled to a sum of 1: {@code log_loss}; in nats. */
    LOG_LOSS,
    /**
     * Mean squared error of the probability of the second of two classes: {@code brier_score_loss}, from 0 to 1; for more classes
     * Brier's (1950) sum over all classes, from 0 to 2.
     */
    BRIER,
    /** 1 − squared error / squared deviation of the targets from their own mean: {@code r2_score}; needs targets that differ. */
    R2,
    /** Root of the mean squared error, in the unit of the target. */
    RMSE,
    /** Mean absolute error, in the unit of the target. */
    MAE;

    /** The spelling in files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
