package org.dropoutlab.steps.update;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.steps.layer.Accumulation;
import org.dropoutlab.steps.layer.Step;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/**
 * The network's own update: gradient normalization, penalties, updaters, weight decay and constraints are Deeplearning4j's
 * objects, applied in its order to views that are made once. Its {@code BaseMultiLayerUpdater.update} makes them in
 * every step, which takes five times as long as the arithmetic of a small network.
 */
final class NetworkUpdate implements Update {
    private final MultiLayerNetwork network;
    private final NativeNumbers parameters;
    private final NativeNumbers gradient;
    private final int length;
    private final BaseMultiLayerUpdater<?> updater;
    private final Map<Layer, Gradient> normalized = new LinkedHashMap<>();
    private final List<Block> blocks = new ArrayList<>();
    private final boolean constrained;

    /**
     * Adjacent parameters with the same updater.
     *
     * @param updater their updater
     * @param step replaces their gradient with the step to subtract
     * @param penalties their penalties
     */
    private record Block(GradientUpdater<?> updater, Consumer<Step> step, List<Penalty> penalties) {

        static Block of(UpdaterBlock block, INDArray all) {
            List<Penalty> penalties = new ArrayList<>();
            for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                List<Regularization> of = state.getLayer().getConfig().getRegularizationByParam(state.getParamName());
                if (of != null) {
                    of.forEach(kind -> penalties.add(Penalty.of(kind, state.getParamView(), state.getGradView())));
                }
            }
            INDArray part = all.get(NDArrayIndex.interval(block.getParamOffsetStart(), block.getParamOffsetEnd()));
            return new Block(block.getGradientUpdater(), step(block.getGradientUpdater(), part), penalties);
        }

        private static Consumer<Step> step(GradientUpdater<?> updater, INDArray gradient) {
            // Exactly this class: one that extends it may do something else.
            return updater.getClass() == AdamUpdater.class
                    ? new AdamUpdate((AdamUpdater) updater, gradient)::apply
                    : step -> updater.applyUpdater(gradient, step.iteration(), step.epoch());
        }

        void apply(Step now) {
            penalize(ApplyStep.BEFORE_UPDATER, now);
            step.accept(now);
            penalize(ApplyStep.POST_UPDATER, now);
        }

        private void penalize(ApplyStep when, Step now) {
            for (Penalty penalty : penalties) {
                if (penalty.kind().applyStep() == when) {
                    penalty.add(learningRate(now), now);
                }
            }
        }

        private double learningRate(Step now) {
            return updater.getConfig().hasLearningRate()
                    ? updater.getConfig().getLearningRate(now.iteration(), now.epoch())
                    : 1;
        }
    }

    NetworkUpdate(MultiLayerNetwork network) {
        this.network = network;
        this.length = Math.toIntExact(network.numParams());
        this.updater = (BaseMultiLayerUpdater<?>) network.getUpdater();
        INDArray flat = network.getFlattenedGradients().reshape(length);
        this.parameters = NativeNumbers.of(network.params());
        this.gradient = NativeNumbers.of(flat);
        updater.getUpdaterBlocks().forEach(block -> blocks.add(Block.of(block, flat)));
        for (Layer layer : network.getLayers()) {
            GradientNormalization how =
                    layer.getConfig() == null ? null : layer.getConfig().getGradientNormalization();
            if (how != null && how != GradientNormalization.None && layer.numParams() > 0) {
                Gradient of = new DefaultGradient();
                layer.conf()
                        .getLayer()
                        .initializer()
                        .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray())
                        .forEach(of::setGradientFor);
                normalized.put(layer, of);
            }
        }
        this.constrained = Arrays.stream(network.getLayers())
                .map(layer -> layer.conf().getLayer().getConstraints())
                .anyMatch(constraints -> constraints != null && !constraints.isEmpty());
    }

    @Override
    public NativeNumbers gradient() {
        return gradient;
    }

    /** The mean over the examples. */
    @Override
    public Accumulation accumulation(Step step) {
        return new Accumulation(1, step.examples(), 0);
    }

    @Override
    public void apply(Step step) {
        normalized.forEach((layer, of) -> updater.preApply(layer, of, step.iteration()));
        blocks.forEach(block -> block.apply(step));
        cblas_saxpy(length, -1, gradient.address(), 1, parameters.address(), 1);
        if (constrained) {
            // Deeplearning4j counts the step before it applies them.
            network.applyConstraints(step.iteration() + 1, step.epoch());
        }
    }
}
