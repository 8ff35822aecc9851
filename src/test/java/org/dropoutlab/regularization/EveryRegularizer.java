package org.dropoutlab.regularization;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dropoutlab.regularization.ActivationNoise.AlphaDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianNoise;
import org.dropoutlab.regularization.Augmentation.Cutout;
import org.dropoutlab.regularization.Augmentation.HorizontalFlip;
import org.dropoutlab.regularization.Augmentation.RandomShift;
import org.dropoutlab.regularization.Recurrent.RecurrentDropConnect;
import org.dropoutlab.regularization.Recurrent.RecurrentDropout;
import org.dropoutlab.regularization.Recurrent.RecurrentDropout.Target;
import org.dropoutlab.regularization.Recurrent.VariationalDropout;
import org.dropoutlab.regularization.Recurrent.Zoneout;
import org.dropoutlab.regularization.Regularizer.OnData.BalancedClasses;
import org.dropoutlab.regularization.Regularizer.OnTraining.TunedThreshold;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;

/** Every kind of regularizer, for tests of what all of them have in common. */
public final class EveryRegularizer {
    private static final DropProbability RATE = new DropProbability(0.3);

    private EveryRegularizer() {}

    /** At least one of each kind, in every place that it has. */
    public static List<Regularizer> all() {
        return Stream.of(samples(), recurrent(), removals())
                .flatMap(List::stream)
                .toList();
    }

    /** Those that only take out what a network has of its own. */
    public static List<Regularizer> removals() {
        return List.of(new Removal.Bare(), new Removal.Without(Removal.Kind.NOISE));
    }

    /** Those of recurrent layers, strong enough to change what an LSTM learns. */
    public static List<Regularizer> recurrent() {
        return List.of(
                new Dropout(Place.RECURRENT, RATE),
                VariationalDropout.of(0.2, 0.4),
                RecurrentDropout.of(0.3, Target.STATE),
                RecurrentDropout.of(0.3, Target.CANDIDATE),
                RecurrentDropConnect.of(0.3),
                Zoneout.of(0.2, 0.3));
    }

    /** Those of other layers and of training, strong enough to change what a network of ReLU units learns. */
    public static List<Regularizer> samples() {
        return List.of(
                Dropout.visible(0.3),
                Dropout.convolution(0.3),
                Dropout.flattened(0.3),
                Dropout.hidden(0.3),
                new Dropout(Place.OUTPUT, RATE),
                new SpatialDropout(Place.VISIBLE, RATE),
                SpatialDropout.convolution(0.3),
                new GaussianDropout(Place.HIDDEN, RATE),
                new GaussianNoise(Place.VISIBLE, 0.1),
                new AlphaDropout(Place.VISIBLE, RATE),
                DropConnect.hidden(0.3),
                DropConnect.convolution(0.3),
                WeightNoise.hidden(0.3),
                WeightNoise.convolution(0.3),
                new MaxNorm(0.1),
                BatchNormalization.hidden(),
                BatchNormalization.convolution(),
                new L2(0.1),
                new L1(0.1),
                new WeightDecay(0.1),
                new KlSparsity(0.1, 1),
                new LabelSmoothing(0.1),
                new BalancedClasses(),
                new RandomShift(2),
                new HorizontalFlip(),
                new Cutout(3),
                new EarlyStopping(1, 1),
                new ModelCombination(2),
                new TunedThreshold());
    }

    /** The records that act: without what a program or a record has in their place. */
    public static List<Class<?>> kinds() {
        return kinds(Regularizer.class).distinct().toList();
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EveryRegularizer::kinds)
                : Stream.<Class<?>>of(type).filter(kind -> !kind.isInterface() && kind != Regularizer.Recorded.class);
    }
}
