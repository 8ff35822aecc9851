package org.dropoutlab.dl4j.json;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.dropoutlab.dl4j.layer.BinaryCrossEntropy;
import org.dropoutlab.dl4j.layer.CachingDense;
import org.dropoutlab.dl4j.layer.DilatedConvolution;
import org.dropoutlab.dl4j.layer.DropConnectConvolution;
import org.dropoutlab.dl4j.layer.DropConnectDense;
import org.dropoutlab.dl4j.layer.KlSparsityPenalty;
import org.dropoutlab.dl4j.layer.MaxPooling2x2;
import org.dropoutlab.dl4j.recurrent.DirectLstm;
import org.dropoutlab.dl4j.recurrent.SequenceDropout;
import org.dropoutlab.dl4j.update.ClippedGradient;
import org.dropoutlab.dl4j.update.CosineSchedule;
import org.dropoutlab.dl4j.update.HeavyBall;
import org.dropoutlab.dl4j.update.IncomingNormConstraint;
import org.dropoutlab.dl4j.update.LinearSchedule;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A class of this project that configurations can contain; {@link #ALL} lists all of them. {@link SafeConfiguration}
 * reads these and no others, {@link StockConfiguration} writes their counterparts.
 *
 * @param name current name
 * @param formerName name in model files of earlier versions; the current one if it never changed
 * @param counterpart JSON of Deeplearning4j's counterpart; empty to leave the part out
 */
record OwnClass(String name, String formerName, Function<ObjectNode, Optional<JsonNode>> counterpart) {
    static final List<OwnClass> ALL = List.of(
            of(CachingDense.class, layer -> as(DenseLayer.class, layer)).formerlyIn("regularization"),
            of(DropConnectDense.class, layer -> as(DenseLayer.class, layer, "dropConnect"))
                    .formerlyIn("regularization"),
            of(DropConnectConvolution.class, layer -> as(ConvolutionLayer.class, layer, "dropConnect"))
                    .formerlyIn("regularization"),
            of(DilatedConvolution.class, layer -> as(ConvolutionLayer.class, layer)),
            of(KlSparsityPenalty.class, layer -> as(ActivationLayer.class, layer, "target", "weight"))
                    .formerlyIn("regularization"),
            of(IncomingNormConstraint.class, constraint -> Optional.empty()).formerlyIn("regularization"),
            of(DirectLstm.class, OwnClass::lstm),
            // The stock dropout layer cannot take masked sequences at inference, where it does nothing.
            of(SequenceDropout.class, layer -> json(new ActivationLayer(Activation.IDENTITY))),
            of(MaxPooling2x2.class, layer -> as(SubsamplingLayer.class, layer)).formerlyIn("network"),
            of(BinaryCrossEntropy.class, loss -> json(new LossBinaryXENT())).formerlyIn("optimization"),
            of(
                            HeavyBall.class,
                            updater -> json(new Sgd(updater.path("learningRate").doubleValue())))
                    .formerlyIn("optimization"),
            of(ClippedGradient.class, updater -> Optional.of(updater.path("updater"))),
            of(CosineSchedule.class, schedule -> Optional.empty()).formerlyIn("optimization"),
            of(LinearSchedule.class, schedule -> Optional.empty()).formerlyIn("optimization"));

    private static OwnClass of(Class<?> type, Function<ObjectNode, Optional<JsonNode>> counterpart) {
        return new OwnClass(type.getName(), type.getName(), counterpart);
    }

    private OwnClass formerlyIn(String room) {
        return new OwnClass(name, "org.dropoutlab." + room + name.substring(name.lastIndexOf('.')), counterpart);
    }

    /** Zoneout acts at inference, where Deeplearning4j has no such layer: reading the network then takes this project. */
    private static Optional<JsonNode> lstm(ObjectNode layer) {
        JsonNode treatments = layer.path("treatments");
        return treatments.has("cell") || treatments.has("hidden")
                ? Optional.of(layer)
                : as(LSTM.class, layer, "treatments");
    }

    private static Optional<JsonNode> as(Class<?> stock, ObjectNode ours, String... withoutFields) {
        return Optional.of(ours.remove(List.of(withoutFields)).put("@class", stock.getName()));
    }

    private static Optional<JsonNode> json(Object stock) {
        return Optional.of(NeuralNetConfiguration.mapper().valueToTree(stock));
    }

    /** The class with a current or former name. */
    static Optional<OwnClass> named(String name) {
        return ALL.stream()
                .filter(own -> own.name.equals(name) || own.formerName.equals(name))
                .findFirst();
    }

    /** The JSON with the current names. */
    static String withTodaysNames(String json) {
        String replaced = json;
        for (OwnClass own : ALL) {
            replaced = replaced.replace('"' + own.formerName + '"', '"' + own.name + '"');
        }
        return replaced;
    }
}
