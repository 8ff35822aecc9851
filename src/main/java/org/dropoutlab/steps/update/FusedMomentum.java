package org.dropoutlab.steps.update;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sdot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sscal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.dl4j.update.HeavyBall;
import org.dropoutlab.dl4j.update.IncomingNormConstraint;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.steps.layer.Accumulation;
import org.dropoutlab.steps.layer.Part;
import org.dropoutlab.steps.layer.Part.Dense;
import org.dropoutlab.steps.layer.Step;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Heavy-ball momentum, fused with the gradient: layers add it directly to the velocity, {@code v ← μv + (η/B)·XᵀE} with
 * B examples in the mini-batch, which saves passes over the parameters.
 */
public final class FusedMomentum implements Update {
    private final HeavyBall updater;
    private final NativeNumbers parameters;
    private final NativeNumbers velocity;
    private final long length;
    private final List<Weights> weights = new ArrayList<>();

    /**
     * What applies to the weights of one dense layer, beside momentum.
     *
     * @param l2 coefficient of the L2 penalty; 0 without
     * @param l1 coefficient of the L1 penalty; 0 without
     * @param decay coefficient of decoupled weight decay; 0 without
     * @param maxNorm maximum norm of a unit's incoming weights; infinite without a limit
     */
    public record Penalties(double l2, double l1, double decay, double maxNorm) {}

    /**
     * The settings.
     *
     * @param updater updater of all parameters
     * @param penalties what applies to each dense layer, from the inputs upwards
     */
    public record Settings(HeavyBall updater, List<Penalties> penalties) {}

    /** The settings of a network with these layers; empty if its update cannot be fused. */
    public static Optional<Settings> settings(List<Layer> layers) {
        List<BaseLayer> learning = layers.stream()
                .filter(layer -> layer.initializer().numParams(layer) > 0)
                .map(BaseLayer.class::cast)
                .toList();
        IUpdater first = learning.get(0).getIUpdater();
        boolean fused = first instanceof HeavyBall
                && learning.stream().allMatch(layer -> isFused(layer) && first.equals(layer.getIUpdater()));
        return fused
                ? Optional.of(new Settings(
                        (HeavyBall) first,
                        learning.stream().map(FusedMomentum::penalties).toList()))
                : Optional.empty();
    }

    private static boolean isFused(BaseLayer layer) {
        GradientNormalization normalization = layer.getGradientNormalization();
        return !(layer instanceof BatchNormalization)
                && (normalization == null || normalization == GradientNormalization.None)
                && (layer.getBiasUpdater() == null || layer.getBiasUpdater().equals(layer.getIUpdater()))
                && (layer.getRegularizationBias() == null
                        || layer.getRegularizationBias().isEmpty())
                && layer.getRegularization().stream().allMatch(FusedMomentum::isConstant)
                && constraints(layer).stream().allMatch(FusedMomentum::isMaxNormOfWeights)
                && constraints(layer).size() <= 1;
    }

    private static boolean isConstant(Regularization penalty) {
        return (penalty instanceof L2Regularization l2 && l2.getL2() instanceof FixedSchedule)
                || (penalty instanceof L1Regularization l1 && l1.getL1() instanceof FixedSchedule)
                || (penalty instanceof WeightDecay decay
                        && decay.isApplyLR()
                        && decay.getCoeff() instanceof FixedSchedule);
    }

    private static Penalties penalties(BaseLayer layer) {
        return new Penalties(
                coefficient(layer, L2Regularization.class),
                coefficient(layer, L1Regularization.class),
                coefficient(layer, WeightDecay.class),
                constraints(layer).stream()
                        .mapToDouble(constraint -> ((IncomingNormConstraint) constraint).limit())
                        .min()
                        .orElse(Double.POSITIVE_INFINITY));
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

    private record Weights(Dense layer, Penalties penalties, NativeNumbers values, NativeNumbers velocity) {}

    FusedMomentum(MultiLayerNetwork network, List<Part> parts, Settings settings) {
        this.updater = settings.updater();
        this.parameters = NativeNumbers.of(network.params());
        this.velocity = NativeNumbers.of(network.getUpdater().getStateViewArray());
        this.length = network.numParams();
        long first = 0;
        for (Part part : parts) {
            if (part instanceof Dense dense) {
                weights.add(new Weights(
                        dense,
                        settings.penalties().get(weights.size()),
                        parameters.part(first, dense.weights()),
                        velocity.part(first, dense.weights())));
            }
            first += part.parameters();
        }
    }

    @Override
    public NativeNumbers gradient() {
        return velocity;
    }

    @Override
    public Accumulation accumulation(Step step) {
        return new Accumulation(
                learningRate(step), step.examples(), (float) updater.momentum(step.iteration(), step.epoch()));
    }

    private float learningRate(Step step) {
        return (float) updater.getLearningRate(step.iteration(), step.epoch());
    }

    /** The penalties see the weights before they move. */
    @Override
    public void apply(Step step) {
        float learningRate = learningRate(step);
        for (Weights of : weights) {
            penalize(of, learningRate);
        }
        for (Weights of : weights) {
            if (of.penalties().decay() != 0) {
                cblas_sscal(
                        of.layer().weights(),
                        (float) (1 - learningRate * of.penalties().decay()),
                        of.values().address(),
                        1);
            }
        }
        cblas_saxpy(Math.toIntExact(length), -1, velocity.address(), 1, parameters.address(), 1);
        weights.forEach(FusedMomentum::limitNorms);
    }

    private static void penalize(Weights of, float learningRate) {
        double l2 = of.penalties().l2();
        if (l2 != 0) {
            cblas_saxpy(
                    of.layer().weights(),
                    (float) (learningRate * l2),
                    of.values().address(),
                    1,
                    of.velocity().address(),
                    1);
        }
        double l1 = of.penalties().l1();
        if (l1 != 0) {
            Penalty.addSigns(
                    (float) (learningRate * l1),
                    of.values(),
                    of.velocity(),
                    of.layer().weights());
        }
    }

    /** Scales units' incoming weights down to the maximum norm. */
    private static void limitNorms(Weights of) {
        double limit = of.penalties().maxNorm();
        if (limit == Double.POSITIVE_INFINITY) {
            return;
        }
        int inputs = of.layer().inputs();
        var unit = of.values().address().getPointer(0);
        for (int i = 0; i < of.layer().units(); i++) {
            unit.position((long) i * inputs);
            double length = Math.sqrt(cblas_sdot(inputs, unit, 1, unit, 1));
            if (length > limit) {
                cblas_sscal(inputs, (float) (limit / length), unit, 1);
            }
        }
    }
}
