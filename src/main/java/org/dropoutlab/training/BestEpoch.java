package org.dropoutlab.training;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.regularization.EarlyStopping;
import org.dropoutlab.training.Checkpoints.Checkpoint;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The networks' weights after the best epoch of a trial with {@link EarlyStopping}; nothing for other trials. The
 * learning curve has the number of the epoch.
 *
 * <p>Deeplearning4j's {@code EarlyStoppingTrainer} is unsuitable: it trains the network itself, from one iterator,
 * while a trial seeds every epoch's order and noise, may take direct steps, and resumes from checkpoints; and it would
 * measure the validation loss a second time.
 */
final class BestEpoch implements AutoCloseable {
    private final Optional<EarlyStopping> rule;
    private final List<Network> networks;
    private Optional<INDArray> weights;

    /**
     * @param rule when to stop; empty for training to the planned end
     * @param networks networks in training
     * @param weights concatenated weights of the networks after the best epoch so far, [1, parameter], owned by this
     *     object; empty before the first
     */
    BestEpoch(Optional<EarlyStopping> rule, List<Network> networks, Optional<INDArray> weights) {
        this.rule = rule;
        this.networks = networks;
        this.weights = weights;
    }

    /** The best epoch of a trial of this arm, at the checkpoint {@code from}. */
    static BestEpoch of(Arm arm, Checkpoint from) {
        return new BestEpoch(arm.regularizer(EarlyStopping.class), from.networks(), from.bestWeights());
    }

    /** The curve with one more epoch; if it is the best one, its weights are kept. */
    LearningCurve with(LearningCurve curve, LearningCurve.Point point) {
        LearningCurve longer = curve.with(point);
        boolean better = rule.filter(early -> weights.isEmpty() || early.isBetter(loss(point), loss(curve.end())))
                .isPresent();
        if (!better) {
            return longer;
        }
        close();
        // These include batch normalization's running averages.
        weights = Optional.of(Nd4j.createUninitialized(
                DataType.FLOAT,
                1,
                networks.stream().mapToLong(Network::numParams).sum()));
        eachWith(weights.get(), (network, part) -> part.assign(network.params()));
        return longer.endingAt(point.epoch());
    }

    /** Whether training stops early. */
    boolean isOver(LearningCurve curve) {
        return rule.filter(
                        early -> early.isOver(curve.last().epoch(), curve.end().epoch()))
                .isPresent();
    }

    /** The kept weights, for a checkpoint; empty if none are kept. */
    Optional<INDArray> weights() {
        return weights;
    }

    /** Restores the networks' weights. */
    void putBack() {
        weights.ifPresent(
                best -> eachWith(best, (network, part) -> network.params().assign(part)));
    }

    private void eachWith(INDArray all, BiConsumer<Network, INDArray> action) {
        long from = 0;
        for (Network network : networks) {
            long to = from + network.numParams();
            action.accept(network, all.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)));
            from = to;
        }
    }

    private static double loss(LearningCurve.Point point) {
        return point.validation().orElseThrow().loss();
    }

    @Override
    public void close() {
        weights.filter(INDArray::closeable).ifPresent(INDArray::close);
        weights = Optional.empty();
    }
}
