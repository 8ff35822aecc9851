package org.dropoutlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.dropoutlab.experiment.resampling.CrossValidation;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Results;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossValidationTest {

    @Test
    void whateverChangesTheShareForValidationStays() {
        CrossValidation plan = Resampling.of(10, 3).withValidation(0.1);

        assertThat(plan.withFolds(5).withRepeats(2).withTrainSize(100))
                .isEqualTo(new CrossValidation(5, 2, OptionalInt.of(100), OptionalDouble.of(0.1)));
    }

    @Test
    void saysWhatIsHeldBack() {
        CrossValidation plan = Resampling.of(10, 1);

        assertThat(plan.describe()).isEqualTo("stratified 10-fold cross-validation");
        assertThat(plan.withValidation(0.1).describe())
                .isEqualTo(
                        "stratified 10-fold cross-validation with 10% of the training examples held out for validation");
        assertThat(plan.withRepeats(3).withTrainSize(1200).withValidation(0.25).describe())
                .isEqualTo("3 repeats of stratified 10-fold cross-validation, 1,200 training examples with 25% of them"
                        + " held out for validation");
    }

    @Test
    void withValidationDataAStudyMeasuresTheBestEpoch() {
        Study plain = Results.study(1);
        Study held = plain.withResampling(Resampling.of(2, 1).withValidation(0.2));

        assertThat(Metric.values())
                .filteredOn(Metric::needsValidation)
                .isNotEmpty()
                .allSatisfy(metric -> {
                    assertThat(plain.measures(metric)).isFalse();
                    assertThat(held.measures(metric)).isTrue();
                });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void refusesAShareThatIsNone(double share) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Resampling.of(5, 1).withValidation(share))
                .withMessage("the validation share must be greater than 0 and less than 1, not " + share);
    }
}
