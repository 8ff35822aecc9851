package org.dropoutlab.study.catalogue;

import java.util.ArrayList;
import java.util.List;
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

/** The places where dropout can act in an LSTM, on the Japanese Vowels data (Kudo, Toyama &amp; Shimbo 1999). */
final class VowelsStudy implements CataloguedStudy {
    private static final int COEFFICIENTS = 12;
    private static final int UNITS = 100;
    private static final int SPEAKERS = 9;
    private static final int MINI_BATCH = 27;
    private static final String POST = "\"Dropout Regularization\" (Analytics Vidhya, 2022)";
    private static final String GAL = "Gal & Ghahramani 2016";

    @Override
    public String name() {
        return "vowels";
    }

    @Override
    public Study at(Scale scale) {
        boolean quick = scale == Scale.QUICK;
        List<Arm> arms = List.of(
                arm("plain", List.of()),
                arm("input-dropout", List.of(Dropout.visible(0.25))),
                arm("output-dropout", List.of(new Dropout(Place.OUTPUT, new DropProbability(0.5)))),
                arm("variational", List.of(VariationalDropout.of(0.25, 0.5))),
                arm("recurrent-dropout", List.of(RecurrentDropout.of(0.5, Target.STATE))),
                arm("recurrent-dropconnect", List.of(RecurrentDropConnect.of(0.5))),
                arm("zoneout", List.of(Zoneout.of(0.1))));
        List<Contrast> contrasts = new ArrayList<>();
        arms.stream().skip(1).forEach(arm -> contrasts.add(Contrast.of(arm.name(), "plain")));
        contrasts.add(Contrast.of("variational", "recurrent-dropout"));
        return Study.of(
                        name(),
                        "Dropout in an LSTM that recognizes speakers",
                        "Where in an LSTM does dropout help it tell nine speakers by how they say two vowels, and where does"
                                + " it do harm?",
                        "japanese-vowels",
                        new NetworkSpec.LstmClassifier(COEFFICIENTS, List.of(UNITS), SPEAKERS),
                        arms,
                        contrasts,
                        new TrainingPlan(quick ? 20 : 100, MINI_BATCH).measuredEvery(5),
                        new HeldOutTest(quick ? 2 : 5, OptionalInt.empty(), OptionalInt.empty(), 0))
                .withClaims(List.of(
                        claim("Dropout works in LSTMs.", POST, "input-dropout", "plain", Sign.POSITIVE),
                        claim(
                                "Dropout works in LSTMs: on the outputs of the recurrent layer, too.",
                                POST,
                                "output-dropout",
                                "plain",
                                Sign.POSITIVE),
                        claim(
                                "One mask a sequence on inputs and recurrent state regularizes a recurrent network.",
                                GAL,
                                "variational",
                                "plain",
                                Sign.POSITIVE),
                        claim(
                                "A mask drawn anew at every step on the recurrent connections harms it.",
                                GAL,
                                "recurrent-dropout",
                                "plain",
                                Sign.NEGATIVE),
                        claim(
                                "One mask a sequence is better than a mask drawn anew at every step.",
                                GAL,
                                "variational",
                                "recurrent-dropout",
                                Sign.POSITIVE)))
                .withNotes(List.of(
                        "Every arm starts from the same weights, U(±1/√units) in the LSTM and U(±1/√inputs) in the output layer,"
                                + " as in PyTorch; biases start at 0, those of the forget gates at 1.",
                        "All 270 training utterances are trained on. No data are held back and no epoch is chosen: the networks"
                                + " tested are those after the last epoch.",
                        "The output layer sees the state after an utterance's last frame. Inputs are standardized over the frames of"
                                + " the training utterances.",
                        "variational is compared with recurrent-dropout by its rule of one mask a sequence, but drops inputs"
                                + " as well. The study temporal-order changes the rule alone.",
                        "On the same split, the authors' own classifier recognized 94.1% and a hidden Markov model 96.2% (Kudo,"
                                + " Toyama & Shimbo 1999). They are other methods, so no arm is compared with them.",
                        "The test utterances never change, so an interval covers the variation between seeds, not between"
                                + " utterances: with 370 of them, an accuracy of 95% has a standard error of 1.1 points from these"
                                + " alone."));
    }

    private static Arm arm(String name, List<Regularizer> regularizers) {
        return new Arm(name, regularizers, new Optimizer.Clipped(new Optimizer.Adam(1e-3), 1), List.of());
    }

    private static Claim claim(String statement, String source, String arm, String baseline, Sign sign) {
        return new Claim(statement, source, arm, Optional.of(baseline), Metric.TEST_ACCURACY, sign);
    }
}
