package org.dropoutlab.dl4j.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.dropoutlab.backend.Backend;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Configurations as Deeplearning4j 0.9 and earlier wrote them. */
class OldFormTest {
    private static final String UPDATER_OF_09 =
            "'iupdater':{'@class':'org.nd4j.linalg.learning.config.Nesterovs','learningRate':0.1,'momentum':0.8}";
    private static final String UPDATER_OF_08 =
            "'updater':'NESTEROVS','learningRate':0.1,'momentum':0.8,'rho':'NaN','epsilon':'NaN'";
    private static final String LAYER = "{'dense':{'activationFn':{'ReLU':{}},'biasInit':0.0,'dropOut':%s,%s,'l1':0.0,"
            + "'l2':0.01,'layerName':'first','nin':4,'nout':5,'weightInit':'XAVIER'}}";
    private static final String OUTPUT =
            "{'output':{'activationFn':{'Softmax':{}},'dropOut':0.0,%s,'lossFn':{'MCXENT':{}},"
                    + "'nin':5,'nout':3,'weightInit':'XAVIER'}}";

    @BeforeAll
    static void start() {
        Backend.start();
    }

    private static String conf(String layer, boolean dropConnect) {
        return "{'layer':%s,'learningRatePolicy':'None','miniBatch':true,'numIterations':1,'seed':7,'useDropConnect':%s,'variables':[]}"
                .formatted(layer, dropConnect);
    }

    private static String stack(String updater, String dropOut, boolean dropConnect) {
        return "{'backprop':true,'backpropType':'Standard','confs':[%s,%s],'inputPreProcessors':{},'pretrain':false}"
                .formatted(
                        conf(LAYER.formatted(dropOut, updater), dropConnect),
                        conf(OUTPUT.formatted(updater), dropConnect))
                .replace('\'', '"');
    }

    /**
     * Deeplearning4j itself drops the dropout of the form of 0.9, because it looks for it only where the updater is of an
     * older form.
     */
    @ParameterizedTest
    @ValueSource(strings = {UPDATER_OF_09, UPDATER_OF_08})
    void layersAreReadWithTheirDropout(String updater) {
        MultiLayerConfiguration network = SafeConfiguration.read(stack(updater, "0.8", false));

        BaseLayer dense = (BaseLayer) network.getConf(0).getLayer();
        assertThat(dense).isInstanceOf(DenseLayer.class);
        assertThat(dense.getIDropout()).isEqualTo(new Dropout(0.8));
        assertThat(dense.getActivationFn()).isInstanceOf(ActivationReLU.class);
        assertThat(((DenseLayer) dense).getNOut()).isEqualTo(5);
        assertThat(dense.getIUpdater()).isEqualTo(new Nesterovs(0.1, 0.8));
        assertThat(dense.getRegularization()).containsExactly(new WeightDecay(0.01, false));
        assertThat(dense.getWeightInitFn()).isNotNull();
        OutputLayer output = (OutputLayer) network.getConf(1).getLayer();
        assertThat(output.getLossFn()).isInstanceOf(LossMCXENT.class);
        assertThat(output.getIDropout()).as("a number of 0 is none").isNull();
        assertThat(SafeConfiguration.isOld(stack(updater, "0.8", false))).isTrue();
    }

    /** The test notices if Deeplearning4j begins to read it. */
    @Test
    void deeplearning4jItselfLosesTheDropoutOf09() {
        assertThat(MultiLayerConfiguration.fromJson(stack(UPDATER_OF_09, "0.8", false))
                        .getConf(0)
                        .getLayer()
                        .getIDropout())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {UPDATER_OF_09, UPDATER_OF_08})
    void dropConnectWasDropoutWithAFlag(String updater) {
        BaseLayer dense = (BaseLayer)
                SafeConfiguration.read(stack(updater, "0.8", true)).getConf(0).getLayer();

        assertThat(dense.getIDropout()).isNull();
        assertThat(dense.getWeightNoise()).isEqualTo(new DropConnect(0.8));
    }

    /** Layers of today's form, written by hand or by a version in between. */
    @Test
    void aNumberIsDropoutInTodaysFormToo() {
        String json = SafeConfiguration.read(stack(UPDATER_OF_09, "0.0", false))
                .toJson()
                .replaceFirst("\"idropout\" : null", "\"dropOut\" : 0.5");

        assertThat(json).contains("@class").contains("dropOut");
        assertThat(SafeConfiguration.read(json).getConf(0).getLayer().getIDropout())
                .isEqualTo(new Dropout(0.5));
    }

    @Test
    void graphsAreReadWithTheirDropout() {
        String json =
                ("{'networkInputs':['in'],'networkOutputs':['out'],'vertexInputs':{'first':['in'],'out':['first']},"
                                + "'vertices':{'first':{'LayerVertex':{'layerConf':%s,'outputVertex':false,'preProcessor':null}},"
                                + "'out':{'LayerVertex':{'layerConf':%s,'outputVertex':true,'preProcessor':null}}},"
                                + "'defaultConfiguration':{'layer':null,'seed':7,'variables':[]}}")
                        .formatted(
                                conf(LAYER.formatted("0.8", UPDATER_OF_09), false),
                                conf(
                                        OUTPUT.formatted(UPDATER_OF_09).replace("'nin'", "'layerName':'out','nin'"),
                                        false))
                        .replace('\'', '"');

        ComputationGraphConfiguration graph = SafeConfiguration.readGraph(json);

        assertThat(((LayerVertex) graph.getVertices().get("first"))
                        .getLayerConf()
                        .getLayer()
                        .getIDropout())
                .isEqualTo(new Dropout(0.8));
    }

    @Test
    void saysWhatIsNoLongerRead() {
        String json = stack(UPDATER_OF_08, "0.8", false)
                .replace("\"learningRatePolicy\":\"None\"", "\"learningRatePolicy\":\"Exponential\"")
                .replace("\"learningRate\":0.1", "\"biasLearningRate\":0.2,\"learningRate\":0.1");

        assertThat(SafeConfiguration.unread(json))
                .containsExactly(
                        "Deeplearning4j no longer reads the configuration's learning rate policy (Exponential): the learning rate stays constant",
                        "Deeplearning4j no longer reads the configuration's learning rate of biases: they have that of the weights");
        assertThat(SafeConfiguration.unread(stack(UPDATER_OF_08, "0.8", false))).isEmpty();
    }
}
