package org.dropoutlab.study.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Recurrent.RecurrentDropConnect;
import org.dropoutlab.regularization.Recurrent.RecurrentDropout;
import org.dropoutlab.regularization.Recurrent.RecurrentDropout.Target;
import org.dropoutlab.regularization.Recurrent.VariationalDropout;
import org.dropoutlab.regularization.Recurrent.Zoneout;
import org.dropoutlab.regularization.Regularizer;

/**
 * Treatments of an LSTM on a problem that is nothing but memory: the temporal order of two symbols (Hochreiter &amp; Schmidhuber
 * 1997, experiment 6, task 6a), in sequences of 100, 50 or 20 symbols.
 */
final class TemporalOrderStudy implements CataloguedStudy {
    /** Data sets, the usual one first, and the epochs after which the plain network knows them. */
    private static final Map<String, Integer> EPOCHS = new LinkedHashMap<>();

    static {
        EPOCHS.put("temporal-order-100", 20);
        EPOCHS.put("temporal-order-50", 10);
        EPOCHS.put("temporal-order-20", 5);
    }

    private static final int SYMBOLS = 8;
    private static final int UNITS = 32;
    private static final int CLASSES = 4;
    private static final int FORGET_BIAS = 4;
    private static final int MINI_BATCH = 50;
    private static final int MEASURED_EVERY = 5;
    private static final double RATE = 0.5;
    private static final double EQUAL = 0.05;
    private static final String GAL = "Gal & Ghahramani 2016";
    private static final String SEMENIUTA = "Semeniuta, Severyn & Barth 2016";
    private static final String ZAREMBA = "Zaremba, Sutskever & Vinyals 2014";

    @Override
    public String name() {
        return "temporal-order";
    }

    @Override
    public List<String> datasets() {
        return List.copyOf(EPOCHS.keySet());
    }

    @Override
    public Study at(Scale scale) {
        return at(scale, datasets().get(0));
    }

    @Override
    public Study at(Scale scale, String dataset) {
        requireOnOffer(dataset);
        List<Arm> arms = List.of(
                arm("plain", List.of()),
                arm("input-dropout", List.of(Dropout.visible(RATE))),
                arm("output-dropout", List.of(new Dropout(Place.OUTPUT, new DropProbability(RATE)))),
                arm("recurrent-dropout", List.of(RecurrentDropout.of(RATE, Target.STATE))),
                arm("variational-state", List.of(VariationalDropout.of(0, RATE))),
                arm("candidate-dropout", List.of(RecurrentDropout.of(RATE, Target.CANDIDATE))),
                arm("recurrent-dropconnect", List.of(RecurrentDropConnect.of(RATE))),
                arm("zoneout", List.of(Zoneout.of(0.1))));
        List<Contrast> contrasts = new ArrayList<>();
        arms.stream().skip(1).forEach(arm -> contrasts.add(Contrast.of(arm.name(), "plain")));
        contrasts.add(Contrast.of("variational-state", "recurrent-dropout"));
        contrasts.add(Contrast.of("candidate-dropout", "recurrent-dropout"));
        return Study.of(
                        name(),
                        "Dropout and an LSTM's memory",
                        "Which treatments of an LSTM keep a memory of two symbols alive until the end of a sequence, and which wash"
                                + " it out?",
                        dataset,
                        new NetworkSpec.LstmClassifier(SYMBOLS, List.of(UNITS), CLASSES, FORGET_BIAS),
                        arms,
                        contrasts,
                        new TrainingPlan(
                                        switch (scale) {
                                            case QUICK -> 2;
                                            case DEFAULT -> EPOCHS.get(dataset);
                                            case FULL -> 3 * EPOCHS.get(dataset);
                                        },
                                        MINI_BATCH)
                                .measuredEvery(scale == Scale.QUICK ? 1 : MEASURED_EVERY),
                        new HeldOutTest(
                                switch (scale) {
                                    case QUICK -> 2;
                                    case DEFAULT -> 3;
                                    case FULL -> 10;
                                },
                                scale == Scale.QUICK ? OptionalInt.of(500) : OptionalInt.empty(),
                                scale == Scale.FULL ? OptionalInt.empty() : OptionalInt.of(1000),
                                0))
                .withClaims(List.of(
                        claim(
                                "Masks drawn anew at every step on recurrent connections drown the memory.",
                                GAL,
                                "recurrent-dropout",
                                "plain",
                                Sign.NEGATIVE),
                        Claim.ofNone(
                                "One mask a sequence on the recurrent state keeps the memory (accuracy within %.0f points of plain)."
                                        .formatted(100 * EQUAL),
                                GAL,
                                "variational-state",
                                Optional.of("plain"),
                                Metric.TEST_ACCURACY,
                                EQUAL),
                        claim(
                                "One mask a sequence keeps the memory better than masks drawn anew at every step.",
                                GAL,
                                "variational-state",
                                "recurrent-dropout",
                                Sign.POSITIVE),
                        Claim.ofNone(
                                "Dropping the candidate, not the memory, allows masks anew at every step (accuracy within %.0f points"
                                                .formatted(100 * EQUAL)
                                        + " of plain).",
                                SEMENIUTA,
                                "candidate-dropout",
                                Optional.of("plain"),
                                Metric.TEST_ACCURACY,
                                EQUAL),
                        Claim.ofNone(
                                "Dropout on non-recurrent connections alone keeps the memory (accuracy within %.0f points of plain)."
                                        .formatted(100 * EQUAL),
                                ZAREMBA,
                                "output-dropout",
                                Optional.of("plain"),
                                Metric.TEST_ACCURACY,
                                EQUAL)))
                .withNotes(List.of(
                        "Sequences are made by the paper's rule, 4,000 for training and 2,560 for testing; --data"
                                + " temporal-order-50 and temporal-order-20 have all positions in proportion. Networks see the 4,000 in"
                                + " every epoch; the paper's network saw a new sequence at every step.",
                        "The biases of the forget gates start at %d, with which a cell keeps its content for about e^%d = 55 steps."
                                        .formatted(FORGET_BIAS, FORGET_BIAS)
                                + " The paper's LSTM had no forget gate and kept it for ever. With the usual bias, 1, the content"
                                + " is gone after a few steps, and the plain network did not learn sequences of 100 symbols.",
                        "variational-state has one mask a sequence on the recurrent state and recurrent-dropout one for each step:"
                                + " nothing else differs between the two.",
                        "Whether 100 steps are learnt within the epochs of a run is partly luck: accuracies of 25, 50 and 75% are stations"
                                + " on the way, where no symbol, one, or one and some of the other is known.",
                        "No data are held back and no epoch is chosen: the networks tested are those after the last epoch. An"
                                + " accuracy of 25% is chance."));
    }

    private static Arm arm(String name, List<Regularizer> regularizers) {
        return new Arm(name, regularizers, new Optimizer.Clipped(new Optimizer.Adam(0.005), 1), List.of());
    }

    private static Claim claim(String statement, String source, String arm, String baseline, Sign sign) {
        return new Claim(statement, source, arm, Optional.of(baseline), Metric.TEST_ACCURACY, sign);
    }
}
