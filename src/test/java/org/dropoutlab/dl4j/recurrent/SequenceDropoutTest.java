package org.dropoutlab.dl4j.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.dl4j.SingleLayer;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.dl4j.json.StockConfiguration;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class SequenceDropoutTest {
    private static final NetworkSpec NETWORK = new NetworkSpec.LstmClassifier(3, List.of(5), 2);

    @BeforeAll
    static void settle() {
        NativeSettings.apply();
    }

    /** Two sequences of 4 and 2 steps. */
    private static DataSet masked() {
        INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1, 1, 1}, {1, 1, 0, 0}});
        return new DataSet(Nd4j.rand(2, 3, 4), Nd4j.eye(2), mask, null);
    }

    @ParameterizedTest
    @EnumSource(names = {"VISIBLE", "RECURRENT", "HIDDEN", "OUTPUT"})
    void dropoutTrainsOnMaskedSequencesAndIsSilentAtInference(Place place) {
        MultiLayerNetwork dropping = started(configuration(List.of(new Dropout(place, new DropProbability(0.5)))));
        MultiLayerNetwork plain = started(configuration(List.of()));
        DataSet data = masked();

        assertThat(output(dropping, data)).isEqualTo(output(plain, data));
        dropping.fit(data);
        plain.fit(data);
        assertThat(dropping.params().distance2(plain.params())).isPositive();
        assertThat(Double.isFinite(dropping.params().sumNumber().doubleValue())).isTrue();
    }

    /** Were that mended, this class could go. */
    @Test
    void deeplearning4jsOwnLayerFails() {
        MultiLayerConfiguration ours = configuration(List.of(Dropout.visible(0.5)));
        String stock = ours.toJson()
                .replace(SequenceDropout.class.getName(), "org.deeplearning4j.nn.conf.layers.DropoutLayer");
        MultiLayerNetwork network = started(MultiLayerConfiguration.fromJson(stock));

        assertThatThrownBy(() -> network.fit(masked())).hasMessageContaining("Mismatched shapes");
        assertThatThrownBy(() -> output(network, masked())).hasMessageContaining("Mismatched shapes");
    }

    @Test
    void everyStepHasAMaskOfItsOwn() {
        Nd4j.getRandom().setSeed(7);
        INDArray dropped = SingleLayer.of(
                        new SequenceDropout(new org.deeplearning4j.nn.conf.dropout.Dropout(0.5)),
                        InputType.recurrent(6))
                .train(Nd4j.ones(1, 6, 40));

        // 240 draws: 0.5 has a standard error of 0.032, and two steps are equal in all of six units in one of 64 pairs.
        assertThat(dropped.eq(0).castTo(dropped.dataType()).meanNumber().doubleValue())
                .isBetween(0.37, 0.63);
        long equal = IntStream.range(1, 40)
                .filter(step ->
                        dropped.slice(0).getColumn(step).equals(dropped.slice(0).getColumn(step - 1)))
                .count();
        assertThat(equal).isLessThan(6);
    }

    @Test
    void isReadBackAndLeftOutForPlainDeeplearning4jWithTheSameOutputs() {
        MultiLayerNetwork ours = started(configuration(List.of(Dropout.visible(0.5))));
        assertThat(SafeConfiguration.read(ours.getLayerWiseConfigurations().toJson()))
                .isEqualTo(ours.getLayerWiseConfigurations());
        MultiLayerNetwork stock =
                started(MultiLayerConfiguration.fromJson(StockConfiguration.json(ours.getLayerWiseConfigurations())));
        stock.setParams(ours.params());
        DataSet data = masked();
        assertThat(output(stock, data).distance2(output(ours, data))).isLessThan(1e-6);
    }

    private static MultiLayerConfiguration configuration(List<Regularizer> regularizers) {
        return Architectures.of(NETWORK).configure(regularizers, new Optimizer.Adam(0.01), 3);
    }

    private static MultiLayerNetwork started(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static INDArray output(MultiLayerNetwork network, DataSet data) {
        return network.output(data.getFeatures(), false, data.getFeaturesMaskArray(), null);
    }
}
