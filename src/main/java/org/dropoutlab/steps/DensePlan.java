package org.dropoutlab.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.dropoutlab.dl4j.layer.BinaryCrossEntropy;
import org.dropoutlab.dl4j.layer.CachingDense;
import org.dropoutlab.dl4j.layer.DropConnectDense;
import org.dropoutlab.dl4j.update.HeavyBall;
import org.dropoutlab.dl4j.update.IncomingNormConstraint;
import org.dropoutlab.regularization.WeightMasks.Inference;
import org.dropoutlab.scoring.OutputUnits;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * A network that direct steps can train: dense ReLU layers with optional dropout before each, sigmoid or softmax
 * outputs with their cross-entropy or linear outputs with the squared error, heavy-ball momentum, weight penalties,
 * weight decay and max-norm.
 *
 * @param stages its dense layers, from the inputs upwards
 * @param output activation and loss of the last layer
 * @param updater updater of all parameters
 * @param batchSize maximum size of a mini-batch
 */
public record DensePlan(List<Stage> stages, OutputUnits output, HeavyBall updater, int batchSize) {
    private static final Set<Class<? extends Layer>> DENSE =
            Set.of(DenseLayer.class, CachingDense.class, DropConnectDense.class);

    public DensePlan {
        stages = List.copyOf(stages);
    }

    /** Number of inputs per example. */
    int inputs() {
        return stages.get(0).inputs();
    }

    /** Number of outputs per example. */
    int outputs() {
        return stages.get(stages.size() - 1).units();
    }

    /** Total number of weights and biases. */
    int parameters() {
        return stages.stream()
                .mapToInt(stage -> stage.weights() + stage.units())
                .sum();
    }

    /**
     * A dense layer and the dropout before it. In memory its weights, [input, unit] with a unit's inputs contiguous,
     * precede its biases.
     *
     * @param inputs number of inputs
     * @param units number of units
     * @param retain probability with which dropout keeps an input; 1 without dropout
     * @param retainWeight probability with which DropConnect keeps a weight for an example; 1 without DropConnect
     * @param l2 coefficient of the L2 penalty; 0 without
     * @param l1 coefficient of the L1 penalty; 0 without
     * @param decay coefficient of decoupled weight decay; 0 without
     * @param maxNorm maximum norm of a unit's incoming weights; infinite without a limit
     */
    record Stage(
            int inputs,
            int units,
            double retain,
            double retainWeight,
            double l2,
            double l1,
            double decay,
            double maxNorm) {
        /** Number of weights. */
        int weights() {
            return Math.multiplyExact(inputs, units);
        }

        boolean hasDropout() {
            return retain < 1;
        }
    }

    /**
     * The plan for {@code network}; empty if direct steps do not support it.
     *
     * @param batchSize maximum size of a mini-batch: in large ones, examples share DropConnect's masks
     */
    public static Optional<DensePlan> of(MultiLayerConfiguration network, int batchSize) {
        boolean plain = network.getInputPreProcessors().isEmpty()
                && network.getBackpropType() == BackpropType.Standard
                && network.getDataType() == DataType.FLOAT
                && network.getConfs().stream().allMatch(DensePlan::isOrdinary);
        return plain
                ? stages(
                        network.getConfs().stream()
                                .map(NeuralNetConfiguration::getLayer)
                                .toList(),
                        batchSize)
                : Optional.empty();
    }

    private static boolean isOrdinary(NeuralNetConfiguration layer) {
        return layer.isMiniBatch()
                && layer.isMinimize()
                && layer.getStepFunction() == null
                && layer.getOptimizationAlgo() == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT;
    }

    private static Optional<DensePlan> stages(List<Layer> layers, int batchSize) {
        List<Stage> stages = new ArrayList<>();
        HeavyBall updater = null;
        double retain = 1;
        for (int i = 0; i < layers.size(); i++) {
            boolean last = i == layers.size() - 1;
            Layer layer = layers.get(i);
            if (layer instanceof DropoutLayer noise && !last && retain == 1 && isConstant(noise)) {
                retain = ((Dropout) noise.getIDropout()).getP();
                continue;
            }
            if (!(last ? isOutput(layer) : isHidden(layer))) {
                return Optional.empty();
            }
            var dense = (FeedForwardLayer) layer;
            if (!isOrdinary(dense)
                    || !(dense.getIUpdater() instanceof HeavyBall own)
                    || !isMaskedByExample(dense, batchSize)
                    || (updater != null && !updater.equals(own))) {
                return Optional.empty();
            }
            updater = own;
            stages.add(new Stage(
                    Math.toIntExact(dense.getNIn()),
                    Math.toIntExact(dense.getNOut()),
                    retain,
                    dense instanceof DropConnectDense masked
                            ? masked.masks().rate().retain()
                            : 1,
                    coefficient(dense, L2Regularization.class),
                    coefficient(dense, L1Regularization.class),
                    coefficient(dense, WeightDecay.class),
                    maxNorm(dense)));
            retain = 1;
        }
        OutputUnits output = output(((BaseLayer) layers.get(layers.size() - 1)).getActivationFn());
        return Optional.of(new DensePlan(stages, output, updater, batchSize));
    }

    private static OutputUnits output(IActivation activation) {
        if (activation instanceof ActivationIdentity) {
            return OutputUnits.IDENTITY;
        }
        return activation instanceof ActivationSigmoid ? OutputUnits.SIGMOID : OutputUnits.SOFTMAX;
    }

    private static boolean isMaskedByExample(FeedForwardLayer layer, int batchSize) {
        return !(layer instanceof DropConnectDense masked)
                || (masked.masks().scope().perExample(batchSize, layer.getNIn() * layer.getNOut())
                        && !masked.masks().biases()
                        && masked.masks().inference() instanceof Inference.Mean);
    }

    private static boolean isConstant(DropoutLayer noise) {
        return noise.getIDropout() != null
                && noise.getIDropout().getClass() == Dropout.class
                && ((Dropout) noise.getIDropout()).getPSchedule() == null;
    }

    private static boolean isHidden(Layer layer) {
        return DENSE.contains(layer.getClass())
                && ((DenseLayer) layer).hasBias()
                && !((DenseLayer) layer).hasLayerNorm()
                && ((DenseLayer) layer).getActivationFn().getClass() == ActivationReLU.class;
    }

    private static boolean isOutput(Layer layer) {
        if (layer.getClass() != OutputLayer.class || !((OutputLayer) layer).hasBias()) {
            return false;
        }
        ILossFunction loss = ((OutputLayer) layer).getLossFn();
        IActivation activation = ((OutputLayer) layer).getActivationFn();
        return (loss instanceof BinaryCrossEntropy && activation instanceof ActivationSigmoid)
                || (loss.getClass() == LossMSE.class
                        && ((LossMSE) loss).getWeights() == null
                        && activation instanceof ActivationIdentity)
                || (loss.getClass() == LossMCXENT.class
                        && ((LossMCXENT) loss).getWeights() == null
                        && activation instanceof ActivationSoftmax);
    }

    private static boolean isOrdinary(BaseLayer layer) {
        GradientNormalization normalization = layer.getGradientNormalization();
        return layer.getIDropout() == null
                && layer.getWeightNoise() == null
                && (normalization == null || normalization == GradientNormalization.None)
                && (layer.getBiasUpdater() == null || layer.getBiasUpdater().equals(layer.getIUpdater()))
                && none(layer.getRegularizationBias())
                && layer.getRegularization().stream().allMatch(DensePlan::isConstantPenalty)
                && constraints(layer).stream().allMatch(DensePlan::isMaxNormOfWeights)
                && constraints(layer).size() <= 1;
    }

    private static boolean none(List<Regularization> penalties) {
        return penalties == null || penalties.isEmpty();
    }

    private static boolean isConstantPenalty(Regularization penalty) {
        return (penalty instanceof L2Regularization l2 && l2.getL2() instanceof FixedSchedule)
                || (penalty instanceof L1Regularization l1 && l1.getL1() instanceof FixedSchedule)
                || (penalty instanceof WeightDecay decay
                        && decay.isApplyLR()
                        && decay.getCoeff() instanceof FixedSchedule);
    }

    private static double coefficient(BaseLayer layer, Class<? extends Regularization> kind) {
        return layer.getRegularization().stream()
                .filter(kind::isInstance)
                .mapToDouble(penalty -> schedule(penalty).valueAt(0, 0))
                .sum();
    }

    private static ISchedule schedule(Regularization penalty) {
        if (penalty instanceof L2Regularization l2) {
            return l2.getL2();
        }
        return penalty instanceof L1Regularization l1 ? l1.getL1() : ((WeightDecay) penalty).getCoeff();
    }

    private static List<LayerConstraint> constraints(BaseLayer layer) {
        return layer.getConstraints() == null ? List.of() : layer.getConstraints();
    }

    private static boolean isMaxNormOfWeights(LayerConstraint constraint) {
        return constraint instanceof IncomingNormConstraint
                && constraint.getParams().equals(Set.of("W"));
    }

    private static double maxNorm(BaseLayer layer) {
        return constraints(layer).stream()
                .mapToDouble(constraint -> ((IncomingNormConstraint) constraint).limit())
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
