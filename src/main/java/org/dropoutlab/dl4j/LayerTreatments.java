package org.dropoutlab.dl4j;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.dropoutlab.dl4j.OwnTreatment.Part;
import org.dropoutlab.dl4j.layer.DropConnected;
import org.dropoutlab.dl4j.layer.KlSparsityPenalty;
import org.dropoutlab.dl4j.recurrent.DirectLstm;
import org.dropoutlab.dl4j.recurrent.LstmTreatments;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Removal.Kind;
import org.nd4j.linalg.learning.regularization.Regularization;

/** A layer whose treatments can be taken out one by one. Works on a copy of the layer. */
final class LayerTreatments {
    /** Layers that Deeplearning4j lets have dropout and that never apply it ({@code OwnTreatmentsTest}). */
    private static final List<Class<? extends Layer>> IGNORING_NOISE = List.of(
            ActivationLayer.class,
            BatchNormalization.class,
            SubsamplingLayer.class,
            GlobalPoolingLayer.class,
            LocalResponseNormalization.class,
            ZeroPaddingLayer.class,
            ZeroPadding1DLayer.class,
            ZeroPadding3DLayer.class,
            Cropping1D.class,
            Cropping2D.class,
            Cropping3D.class,
            EmbeddingLayer.class,
            EmbeddingSequenceLayer.class,
            LossLayer.class,
            RnnLossLayer.class,
            CnnLossLayer.class,
            MaskLayer.class,
            AbstractSameDiffLayer.class,
            FrozenLayer.class,
            Bidirectional.class,
            BaseWrapperLayer.class);

    private final LayerSpot spot;
    private final String where;
    private final List<Found> found = new ArrayList<>();
    private Layer layer;

    /**
     * A treatment in the copy.
     *
     * @param treatment what it is
     * @param takeOut takes it out of the copy
     */
    record Found(OwnTreatment treatment, Runnable takeOut) {}

    /** A layer, or a layer within a wrapper, that can be exchanged. */
    private record Slot(Supplier<Layer> get, Consumer<Layer> set) {
        BaseLayer weights() {
            return (BaseLayer) get.get();
        }
    }

    LayerTreatments(Layer original, LayerSpot spot) {
        this.spot = spot;
        this.where = "%s (%s)".formatted(spot.name(), TreatmentWords.kind(original));
        layer = original.clone();
        visit(new Slot(() -> layer, other -> layer = other), false);
    }

    List<Found> found() {
        return List.copyOf(found);
    }

    /** The copy; empty if it only passes on its input now. */
    Optional<Layer> remaining() {
        boolean idle = layer instanceof DropoutLayer && layer.getIDropout() == null;
        return idle ? Optional.empty() : Optional.of(layer);
    }

    private void visit(Slot slot, boolean frozen) {
        Layer here = slot.get().get();
        if (here instanceof FrozenLayer) {
            ignoredNoise(slot);
            visit(
                    new Slot(() -> ((FrozenLayer) slot.get().get()).getLayer(), inner -> slot.set()
                            .accept(frozen(inner, slot.get().get()))),
                    true);
        } else if (here instanceof Bidirectional both) {
            ignoredNoise(slot);
            both.setFwd(both.getFwd().clone());
            both.setBwd(both.getBwd().clone());
            visit(new Slot(both::getFwd, both::setFwd), frozen);
            visit(new Slot(both::getBwd, both::setBwd), frozen);
        } else if (here instanceof BaseWrapperLayer wrapper) {
            ignoredNoise(slot);
            wrapper.setUnderlying(wrapper.getUnderlying().clone());
            visit(
                    new Slot(wrapper::getUnderlying, wrapper::setUnderlying),
                    frozen || here instanceof FrozenLayerWithBackprop);
        } else {
            unwrapped(slot, frozen);
        }
    }

    /** Whether noise on the input of {@code layer}, which is no wrapper, acts. */
    static boolean appliesNoise(Layer layer) {
        return IGNORING_NOISE.stream().noneMatch(kind -> kind.isInstance(layer));
    }

    private static FrozenLayer frozen(Layer inner, Layer like) {
        FrozenLayer frozen = new FrozenLayer(inner);
        frozen.setLayerName(like.getLayerName());
        frozen.setIDropout(like.getIDropout());
        return frozen;
    }

    private void unwrapped(Slot slot, boolean frozen) {
        Layer here = slot.get().get();
        boolean ignored = frozen || !appliesNoise(here);
        if (here.getIDropout() != null) {
            noise(slot, ignored);
        }
        if (here instanceof BaseLayer weights) {
            penalties(weights.getRegularization(), Part.WEIGHTS, here, frozen, left -> slot.weights()
                    .setRegularization(left));
            penalties(weights.getRegularizationBias(), Part.BIASES, here, frozen, left -> slot.weights()
                    .setRegularizationBias(left));
            if (weights.getWeightNoise() != null && hasWeights(here)) {
                add(
                        Kind.WEIGHT_NOISE,
                        frozen ? Part.NOTHING : Part.WEIGHTS,
                        placesOfWeights(here),
                        TreatmentWords.weightNoise(weights.getWeightNoise()),
                        () -> slot.weights().setWeightNoise(null));
            }
        } else if (here instanceof AbstractSameDiffLayer graph) {
            penalties(graph.getRegularization(), Part.WEIGHTS, here, frozen, graph::setRegularization);
            penalties(graph.getRegularizationBias(), Part.BIASES, here, frozen, graph::setRegularizationBias);
        }
        constraints(slot, frozen);
        if (here instanceof BatchNormalization) {
            add(Kind.NORMALIZATION, Part.OUTPUTS, Set.of(), TreatmentWords.normalization(), () -> {});
        }
        TreatmentWords.lossOf(here)
                .flatMap(TreatmentWords::classWeights)
                .ifPresent(weights -> add(Kind.CLASS_WEIGHTS, Part.OUTPUTS, Set.of(), weights, () -> {}));
        if (here instanceof KlSparsityPenalty penalty) {
            add(
                    Kind.SPARSITY,
                    Part.OUTPUTS,
                    Set.of(Place.HIDDEN),
                    TreatmentWords.sparsity(penalty.sparsity()),
                    () -> slot.set().accept(new DropoutLayer((IDropout) null)));
        }
        if (here instanceof DirectLstm direct && !direct.treatments().isNone()) {
            add(
                    Kind.NOISE,
                    frozen ? Part.NOTHING : Part.RECURRENCE,
                    Set.of(),
                    TreatmentWords.recurrence(direct.treatments()),
                    () -> slot.set().accept(new DirectLstm((LSTM) slot.get().get(), LstmTreatments.NONE)));
        }
        if (here instanceof DropConnected dropped) {
            // Last, because it exchanges the layer.
            add(
                    Kind.WEIGHT_NOISE,
                    frozen || dropped.masks().rate().isZero() ? Part.NOTHING : Part.WEIGHTS,
                    placesOfWeights(here),
                    TreatmentWords.dropConnect(dropped.masks()),
                    () -> slot.set().accept(((DropConnected) slot.get().get()).plain()));
        }
    }

    private void ignoredNoise(Slot slot) {
        if (slot.get().get().getIDropout() != null) {
            noise(slot, true);
        }
    }

    private void noise(Slot slot, boolean ignored) {
        Layer here = slot.get().get();
        TreatmentWords words = TreatmentWords.noise(here.getIDropout(), here);
        boolean acts = !ignored && !words.changesNothing();
        Set<Place> places = here.getIDropout() instanceof SpatialDropout ? whereMapsAre() : spot.inputs();
        add(Kind.NOISE, acts ? Part.INPUTS : Part.NOTHING, places, words, () -> slot.get()
                .get()
                .setIDropout(null));
    }

    /** Whole feature maps are dropped behind convolutions and on inputs, not among flattened features. */
    private Set<Place> whereMapsAre() {
        Set<Place> places = EnumSet.noneOf(Place.class);
        places.addAll(spot.inputs());
        places.retainAll(Set.of(Place.VISIBLE, Place.CONVOLUTION));
        return places;
    }

    private void penalties(
            List<Regularization> all, Part part, Layer here, boolean frozen, Consumer<List<Regularization>> set) {
        if (all == null) {
            return;
        }
        boolean exist = !(part == Part.WEIGHTS
                        ? here.initializer().weightKeys(here)
                        : here.initializer().biasKeys(here))
                .isEmpty();
        List<Regularization> left = new ArrayList<>(all);
        for (Regularization one : all) {
            TreatmentWords words = TreatmentWords.penalty(one, part);
            if (exist && !words.changesNothing()) {
                add(TreatmentWords.kindOf(one), frozen ? Part.NOTHING : part, placesOfWeights(here), words, () -> {
                    left.remove(one);
                    set.accept(List.copyOf(left));
                });
            }
        }
    }

    private void constraints(Slot slot, boolean frozen) {
        Layer here = slot.get().get();
        if (here.getConstraints() == null) {
            return;
        }
        Set<String> biases = Set.copyOf(here.initializer().biasKeys(here));
        List<Constrained> all = here.getConstraints().stream()
                .map(constraint -> new Constrained(constraint, new TreeSet<>(constraint.getParams())))
                .toList();
        for (Constrained one : all) {
            Set<String> onBiases = new TreeSet<>(one.params());
            onBiases.retainAll(biases);
            Set<String> onWeights = new TreeSet<>(one.params());
            onWeights.removeAll(biases);
            constraint(slot, frozen, all, one, onWeights, Part.WEIGHTS);
            constraint(slot, frozen, all, one, onBiases, Part.BIASES);
        }
    }

    private void constraint(
            Slot slot, boolean frozen, List<Constrained> all, Constrained one, Set<String> params, Part part) {
        if (!params.isEmpty()) {
            Layer here = slot.get().get();
            add(
                    Kind.CONSTRAINT,
                    frozen ? Part.NOTHING : part,
                    part == Part.WEIGHTS ? placesOfWeights(here) : Set.of(),
                    TreatmentWords.constraint(one.constraint(), part),
                    () -> {
                        one.params().removeAll(params);
                        slot.get().get().setConstraints(Constrained.remaining(all));
                    });
        }
    }

    /** A constraint, and the parameters that it still constrains. */
    private record Constrained(LayerConstraint constraint, Set<String> params) {

        /** Those that constrain anything; null if none does, as Deeplearning4j has it. */
        static List<LayerConstraint> remaining(List<Constrained> all) {
            List<LayerConstraint> remaining = new ArrayList<>();
            for (Constrained one : all) {
                if (!one.params.isEmpty()) {
                    LayerConstraint copy = one.constraint.clone();
                    copy.setParams(Set.copyOf(one.params));
                    remaining.add(copy);
                }
            }
            return remaining.isEmpty() ? null : remaining;
        }
    }

    private static boolean hasWeights(Layer layer) {
        return !layer.initializer().weightKeys(layer).isEmpty();
    }

    /** The places of a layer's weights. */
    private static Set<Place> placesOfWeights(Layer layer) {
        if (layer instanceof ConvolutionLayer) {
            return Set.of(Place.CONVOLUTION);
        }
        if (layer instanceof DenseLayer) {
            return Set.of(Place.HIDDEN);
        }
        return layer instanceof BaseRecurrentLayer ? Set.of(Place.RECURRENT) : Set.of();
    }

    private void add(Kind kind, Part part, Set<Place> places, TreatmentWords words, Runnable takeOut) {
        found.add(new Found(
                new OwnTreatment(where, kind, part, places, words.family(), words.setting(), words.meaning()),
                takeOut));
    }
}
