package org.dropoutlab.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.dropoutlab.dl4j.layer.BinaryCrossEntropy;
import org.dropoutlab.network.Loss;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossMixtureDensity;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/**
 * The end of a network: its outputs, and the loss by which labels are compared with them.
 *
 * @param layer the layer with the loss
 * @param below the layers below it, from the top, as far as each has one input
 */
public record Head(Layer layer, List<Layer> below) {
    private static final Set<Class<?>> OF_SIGNS =
            Set.of(LossHinge.class, LossSquaredHinge.class, LossWasserstein.class);
    private static final Set<Class<?>> OF_CLASSES = Set.of(
            LossKLD.class,
            LossHinge.class,
            LossSquaredHinge.class,
            LossWasserstein.class,
            LossCosineProximity.class,
            LossFMeasure.class,
            LossMultiLabel.class,
            LossMixtureDensity.class);
    private static final Set<Class<?>> OF_POSITIVE_NUMBERS = Set.of(LossPoisson.class, LossMSLE.class, LossMAPE.class);
    private static final float[] SUMS = {-30, -2, -1, 0, 1, 2, 30};
    private static final double ROUNDING = 1e-4;

    public Head {
        below = List.copyOf(below);
    }

    /** The end of a network. */
    public static Head of(NetworkConfiguration network) {
        List<Layer> down = network.fromOutput();
        return new Head(down.get(0), down.subList(1, down.size()));
    }

    /** The loss function of a layer; empty if it is not one of those that end a network. */
    public static Optional<ILossFunction> loss(Layer layer) {
        if (layer instanceof BaseOutputLayer output) {
            return Optional.ofNullable(output.getLossFn());
        }
        if (layer instanceof LossLayer output) {
            return Optional.ofNullable(output.getLossFn());
        }
        if (layer instanceof RnnLossLayer output) {
            return Optional.ofNullable(output.getLossFn());
        }
        return layer instanceof CnnLossLayer output ? Optional.ofNullable(output.getLossFn()) : Optional.empty();
    }

    /** Gives a layer another loss function. */
    public static void setLoss(Layer layer, ILossFunction loss) {
        if (layer instanceof BaseOutputLayer output) {
            output.setLossFn(loss);
        } else if (layer instanceof LossLayer output) {
            output.setLossFn(loss);
        } else if (layer instanceof RnnLossLayer output) {
            output.setLossFn(loss);
        } else {
            throw new IllegalArgumentException(layer.getClass().getSimpleName() + " has no loss function");
        }
    }

    /** The layers that make the outputs, from the top: the output layer, or a loss layer and what leads to it. */
    public List<Layer> layers() {
        List<Layer> own = new ArrayList<>(List.of(layer));
        if (isWithoutWeights(layer)) {
            for (Layer next : below) {
                own.add(next);
                if (!isWithoutWeights(next)) {
                    break;
                }
            }
        }
        return own;
    }

    private static boolean isWithoutWeights(Layer layer) {
        return layer.initializer().numParams(layer) == 0;
    }

    /** Number of outputs of an example; 0 if the configuration does not say. */
    public int outputs() {
        return layers().stream()
                .filter(FeedForwardLayer.class::isInstance)
                .mapToInt(each -> Math.toIntExact(((FeedForwardLayer) each).getNOut()))
                .filter(outputs -> outputs > 0)
                .findFirst()
                .orElse(0);
    }

    /** What makes the outputs of sums. */
    private IActivation activation() {
        IActivation own = activation(layer).orElseGet(ActivationIdentity::new);
        return own instanceof ActivationIdentity && isWithoutWeights(layer)
                ? below.stream().findFirst().flatMap(Head::activation).orElse(own)
                : own;
    }

    private static Optional<IActivation> activation(Layer layer) {
        if (layer instanceof ActivationLayer alone) {
            return Optional.of(alone.getActivationFn());
        }
        if (layer instanceof CnnLossLayer maps) {
            return Optional.of(maps.getActivationFn());
        }
        return layer instanceof BaseLayer weights ? Optional.of(weights.getActivationFn()) : Optional.empty();
    }

    /** Whether the outputs are a softmax with its cross-entropy, so that the loss follows from the outputs. */
    public boolean isSoftmax() {
        return activation() instanceof ActivationSoftmax
                && loss(layer).filter(LossMCXENT.class::isInstance).isPresent()
                && outputs() > 1;
    }

    /** Whether the loss is −log of the true class's probability, so that the loss of a mean of networks follows from theirs. */
    public boolean isLogLikelihood() {
        return isSoftmax()
                || (outputs() == 1
                        && loss(layer)
                                .filter(loss -> loss instanceof LossBinaryXENT || loss instanceof BinaryCrossEntropy)
                                .isPresent());
    }

    /**
     * Why {@code outputs} outputs of this kind cannot stand for classes; empty if they can.
     *
     * @param classes number of classes
     * @param outputs number of outputs of an example
     */
    public Optional<String> unfitForClasses(int classes, long outputs) {
        if (outputs != classes && !(classes == 2 && outputs == 1)) {
            return Optional.of("has %s, but these data have %,d classes: give it %s"
                    .formatted(
                            count(outputs),
                            classes,
                            classes == 2
                                    ? "one sigmoid output (with XENT), or two softmax outputs (with MCXENT)"
                                    : "one output for each, a softmax with MCXENT"));
        }
        ILossFunction loss = loss(layer).orElse(null);
        if (loss == null) {
            return Optional.empty();
        }
        String name = Loss.ofClass(loss.getClass().getName()).name();
        if (OF_SIGNS.contains(loss.getClass())) {
            return Optional.of("has the %s, which needs labels −1 and 1, but those of classes are 0 and 1: %s"
                    .formatted(name, instead(outputs)));
        }
        if (loss instanceof LossSparseMCXENT) {
            return Optional.of(
                    "has the loss SPARSE_MCXENT, which needs class numbers as labels: use MCXENT, which is the same"
                            + " for labels of one output each");
        }
        if (loss instanceof LossMAPE || loss instanceof LossFMeasure || loss instanceof LossMixtureDensity) {
            return Optional.of("has the %s, which single examples with labels 0 and 1 do not have: %s"
                    .formatted(name, instead(outputs)));
        }
        boolean ofTrueClass = loss instanceof LossMCXENT || loss instanceof LossKLD;
        return outputs == 1 ? unfitAlone(ofTrueClass, name) : unfitTogether(loss, ofTrueClass, name, outputs);
    }

    private Optional<String> unfitAlone(boolean ofTrueClass, String name) {
        if (activation() instanceof ActivationSoftmax) {
            return Optional.of("has a softmax of a single output, which is always 1: " + instead(1));
        }
        if (ofTrueClass
                || loss(layer).filter(LossCosineProximity.class::isInstance).isPresent()) {
            return Optional.of(
                    "has a single output with the %s of several outputs (%s), which only the second class would count in: %s"
                            .formatted(name, lossName(), instead(1)));
        }
        float[] values = values(SUMS.length, 1);
        if (!isWithin(values, 0, 1)) {
            return Optional.of(
                    "has a single output for two classes, which must be the probability of the second, but %s is not limited to 0 to 1: %s"
                            .formatted(activation(), instead(1)));
        }
        return Optional.empty();
    }

    private Optional<String> unfitTogether(ILossFunction loss, boolean ofTrueClass, String name, long outputs) {
        if (ofTrueClass && !isDistribution(Math.toIntExact(outputs))) {
            return Optional.of(
                    "has the %s of the true class alone (%s), which with %s does not keep the other outputs low: %s"
                            .formatted(name, lossName(), activation(), instead(outputs)));
        }
        boolean binary = loss instanceof LossBinaryXENT || loss instanceof BinaryCrossEntropy;
        if (binary && (activation() instanceof ActivationSoftmax || !isWithin(values(1, SUMS.length), 0, 1))) {
            return Optional.of("has a cross-entropy of independent outputs (%s), which does not go with %s: %s"
                    .formatted(lossName(), activation(), instead(outputs)));
        }
        return Optional.empty();
    }

    /**
     * Why {@code outputs} outputs of this kind cannot stand for a number; empty if they can.
     *
     * @param standardized whether the targets have mean 0 and standard deviation 1
     * @param outputs number of outputs of an example
     */
    public Optional<String> unfitForNumbers(boolean standardized, long outputs) {
        if (outputs != 1) {
            return Optional.of(
                    "has %s, but the target of these data is one number: give it a single output, the identity with MSE"
                            .formatted(count(outputs)));
        }
        if (activation() instanceof ActivationSoftmax) {
            return Optional.of("has a softmax of a single output, which is always 1: use the identity with MSE");
        }
        ILossFunction loss = loss(layer).orElse(null);
        if (loss == null) {
            return Optional.empty();
        }
        boolean cross = loss instanceof LossBinaryXENT || loss instanceof BinaryCrossEntropy;
        if (loss instanceof LossMCXENT
                || loss instanceof LossSparseMCXENT
                || OF_CLASSES.contains(loss.getClass())
                || (standardized && cross)) {
            return Optional.of(
                    "has a loss of classes (%s), but the target of these data is a number: use the identity with MSE"
                            .formatted(lossName()));
        }
        if (standardized && OF_POSITIVE_NUMBERS.contains(loss.getClass())) {
            return Optional.of(
                    "has the %s (%s), but targets are standardized to mean 0 and standard deviation 1, and half of them are negative: use MSE or MAE"
                            .formatted(Loss.ofClass(loss.getClass().getName()).name(), lossName()));
        }
        if (standardized && isWithin(values(SUMS.length, 1), 0, Float.MAX_VALUE)) {
            return Optional.of(
                    "has no negative outputs (%s), but targets are standardized to mean 0 and standard deviation 1: use the identity"
                            .formatted(activation()));
        }
        return Optional.empty();
    }

    private String lossName() {
        return loss(layer).map(loss -> loss.getClass().getSimpleName()).orElse("none");
    }

    private static String instead(long outputs) {
        return outputs == 1
                ? "use a sigmoid with XENT, or two softmax outputs with MCXENT"
                : "use a softmax with MCXENT";
    }

    private static String count(long outputs) {
        return outputs == 1 ? "1 output" : "%,d outputs".formatted(outputs);
    }

    /** The activation of some sums, [rows, columns]. */
    private float[] values(int rows, int columns) {
        try (INDArray sums = Nd4j.createFromArray(SUMS).reshape(rows, columns)) {
            return activation().getActivation(sums.dup(), false).dup('c').data().asFloat();
        }
    }

    private boolean isDistribution(int outputs) {
        try (INDArray sums = Nd4j.linspace(-3, 3, outputs).reshape(1, outputs)) {
            INDArray values = activation().getActivation(sums.dup(), false);
            return Math.abs(values.sumNumber().doubleValue() - 1) < ROUNDING
                    && values.minNumber().doubleValue() >= 0;
        }
    }

    private static boolean isWithin(float[] values, float least, float most) {
        for (float value : values) {
            if (!(value >= least && value <= most)) {
                return false;
            }
        }
        return true;
    }
}
