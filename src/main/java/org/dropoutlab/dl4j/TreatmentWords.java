package org.dropoutlab.dl4j;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.dropoutlab.dl4j.OwnTreatment.Part;
import org.dropoutlab.dl4j.recurrent.LstmTreatments;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Removal.Kind;
import org.dropoutlab.regularization.WeightMasks;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * A treatment in the words of the network's configuration, where Deeplearning4j counts what is retained, and what they mean.
 *
 * @param family name of the method in the literature
 * @param setting as in {@code dropOut(0.8)}
 * @param meaning the rest of a sentence; empty if the setting says it
 * @param changesNothing whether its level leaves everything as it is
 */
record TreatmentWords(String family, String setting, String meaning, boolean changesNothing) {
    private TreatmentWords(String family, String setting, String meaning) {
        this(family, setting, meaning, false);
    }

    /** The class of a layer, as in {@code LastTimeStep of LSTM}. */
    static String kind(Layer layer) {
        String own = layer.getClass().getSimpleName();
        return inside(layer).map(inner -> own + " of " + kind(inner)).orElse(own);
    }

    private static Optional<Layer> inside(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return Optional.of(frozen.getLayer());
        }
        if (layer instanceof Bidirectional both) {
            return Optional.of(both.getFwd());
        }
        return layer instanceof BaseWrapperLayer wrapper ? Optional.of(wrapper.getUnderlying()) : Optional.empty();
    }

    /** Noise on the input of {@code layer}. */
    static TreatmentWords noise(IDropout noise, Layer layer) {
        String input = layer instanceof DropoutLayer ? "its input" : "the layer's input";
        if (noise instanceof Dropout dropout) {
            String setting = layer instanceof DropoutLayer ? "DropoutLayer" : "dropOut";
            return retaining("dropout", setting, dropout.getP(), dropout.getPSchedule(), "of " + input);
        }
        if (noise instanceof AlphaDropout alpha) {
            return retaining("alpha dropout", "AlphaDropout", alpha.getP(), alpha.getPSchedule(), "of " + input);
        }
        if (noise instanceof SpatialDropout spatial) {
            return retaining(
                    "spatial dropout",
                    "SpatialDropout",
                    spatial.getP(),
                    spatial.getPSchedule(),
                    "of the channels of " + input);
        }
        if (noise instanceof GaussianDropout gaussian) {
            return level(
                    "Gaussian dropout",
                    "GaussianDropout",
                    gaussian.getRate(),
                    gaussian.getRateSchedule(),
                    "which multiplies %s by noise with the variance of dropout at drop probability %s"
                            .formatted(input, number(gaussian.getRate())));
        }
        if (noise instanceof GaussianNoise gaussian) {
            return level(
                    "Gaussian noise",
                    "GaussianNoise",
                    gaussian.getStddev(),
                    gaussian.getStddevSchedule(),
                    "which adds noise of standard deviation %s to %s".formatted(number(gaussian.getStddev()), input));
        }
        return new TreatmentWords("own noise", noise.getClass().getSimpleName(), "noise of your own on " + input);
    }

    private static TreatmentWords retaining(
            String family, String setting, double retain, ISchedule schedule, String ofWhat) {
        if (schedule != null || !(retain > 0 && retain <= 1)) {
            return level(family, setting, retain, schedule, "");
        }
        double drop = DropProbability.ofRetain(retain).value();
        return new TreatmentWords(
                family,
                "%s(%s)".formatted(setting, number(retain)),
                "which retains %s %s (drop probability %s)".formatted(number(retain), ofWhat, number(drop)),
                drop == 0);
    }

    private static TreatmentWords level(
            String family, String setting, double level, ISchedule schedule, String meaning) {
        return schedule == null
                ? new TreatmentWords(family, "%s(%s)".formatted(setting, number(level)), meaning, level == 0)
                : new TreatmentWords(family, "%s(%s)".formatted(setting, schedule), "whose level follows a schedule");
    }

    static TreatmentWords weightNoise(IWeightNoise noise) {
        if (noise instanceof DropConnect dropped) {
            return retaining(
                    "weight noise",
                    "weightNoise(DropConnect)",
                    dropped.getWeightRetainProb(),
                    dropped.getWeightRetainProbSchedule(),
                    dropped.isApplyToBiases() ? "of the weights and biases" : "of the weights");
        }
        if (noise instanceof WeightNoise random) {
            return new TreatmentWords(
                    "weight noise",
                    "WeightNoise(%s)".formatted(random.getDistribution()),
                    random.isAdditive() ? "which is added to the weights" : "which multiplies the weights");
        }
        return new TreatmentWords("weight noise", noise.getClass().getSimpleName(), "noise of your own on the weights");
    }

    static TreatmentWords recurrence(LstmTreatments treatments) {
        return new TreatmentWords("dropout of the recurrence", treatments.toString(), "");
    }

    static TreatmentWords dropConnect(WeightMasks masks) {
        return new TreatmentWords("DropConnect", "DropConnect " + masks.describe(), "");
    }

    static Kind kindOf(Regularization penalty) {
        if (penalty instanceof L2Regularization || penalty instanceof WeightDecay) {
            return Kind.L2;
        }
        return penalty instanceof L1Regularization ? Kind.L1 : Kind.OTHER_PENALTY;
    }

    /** A penalty on the weights or biases of a layer. */
    static TreatmentWords penalty(Regularization penalty, Part part) {
        String suffix = part == Part.BIASES ? "Bias" : "";
        if (penalty instanceof L2Regularization l2) {
            return penalty("L2", "l2" + suffix, l2.getL2(), part, "");
        }
        if (penalty instanceof L1Regularization l1) {
            return penalty("L1", "l1" + suffix, l1.getL1(), part, "");
        }
        if (penalty instanceof WeightDecay decay) {
            return penalty(
                    "weight decay",
                    "weightDecay" + suffix,
                    decay.getCoeff(),
                    part,
                    decay.isApplyLR() ? ", times the learning rate" : ", whatever the learning rate");
        }
        return new TreatmentWords(
                "own penalty", penalty.getClass().getSimpleName(), "a penalty of your own on " + on(part));
    }

    private static TreatmentWords penalty(
            String family, String setting, ISchedule coefficient, Part part, String more) {
        if (coefficient instanceof FixedSchedule) {
            double fixed = coefficient.valueAt(0, 0);
            return new TreatmentWords(
                    family, "%s(%s)".formatted(setting, number(fixed)), "on " + on(part) + more, fixed == 0);
        }
        return new TreatmentWords(family, "%s(%s)".formatted(setting, coefficient), "on " + on(part) + more);
    }

    private static String on(Part part) {
        return part == Part.BIASES ? "the biases" : "the weights";
    }

    /** A constraint on the weights or biases of a layer. */
    static TreatmentWords constraint(LayerConstraint constraint, Part part) {
        String kind = constraint.getClass().getSimpleName();
        if (constraint instanceof MaxNormConstraint norm) {
            return new TreatmentWords(
                    "max-norm", "%s(%s)".formatted(kind, number(norm.getMaxNorm())), "on " + on(part));
        }
        if (constraint instanceof MinMaxNormConstraint norm) {
            return new TreatmentWords(
                    "constraint",
                    "%s(%s, %s)".formatted(kind, number(norm.getMin()), number(norm.getMax())),
                    "on " + on(part));
        }
        return new TreatmentWords("constraint", kind, "on " + on(part));
    }

    static TreatmentWords normalization() {
        return new TreatmentWords(
                "batch normalization", "batch normalization", "part of the architecture, which every arm keeps");
    }

    static TreatmentWords sparsity(KlSparsity sparsity) {
        return new TreatmentWords("KL sparsity", sparsity.describe(), "");
    }

    /** The loss of a layer that has one. */
    static Optional<ILossFunction> lossOf(Layer layer) {
        if (layer instanceof BaseOutputLayer output) {
            return Optional.ofNullable(output.getLossFn());
        }
        if (layer instanceof LossLayer output) {
            return Optional.ofNullable(output.getLossFn());
        }
        return layer instanceof RnnLossLayer output ? Optional.ofNullable(output.getLossFn()) : Optional.empty();
    }

    /** Weights of the outputs in a loss. */
    static Optional<TreatmentWords> classWeights(ILossFunction loss) {
        return Optional.ofNullable(weights(loss))
                .map(weights -> new TreatmentWords(
                        "class weights",
                        "weights %s in its loss"
                                .formatted(Arrays.stream(weights.toDoubleVector())
                                        .mapToObj(weight -> number(Double.parseDouble(Float.toString((float) weight))))
                                        .collect(Collectors.joining(", "))),
                        "part of what is learned, which every arm keeps"));
    }

    private static INDArray weights(ILossFunction loss) {
        if (loss instanceof LossMCXENT entropy) {
            return entropy.getWeights();
        }
        if (loss instanceof LossBinaryXENT entropy) {
            return entropy.getWeights();
        }
        if (loss instanceof LossL2 squares) {
            return squares.getWeights();
        }
        if (loss instanceof LossL1 absolute) {
            return absolute.getWeights();
        }
        if (loss instanceof LossMAPE relative) {
            return relative.getWeights();
        }
        return loss instanceof LossMSLE logarithmic ? logarithmic.getWeights() : null;
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? Regularizer.plain(value)
                : String.valueOf(value).toLowerCase(Locale.ROOT);
    }
}
