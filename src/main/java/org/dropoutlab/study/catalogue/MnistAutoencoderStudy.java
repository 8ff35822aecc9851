package org.dropoutlab.study.catalogue;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Regularizer;

/** The effect of dropout on an autoencoder's features and their sparsity (Srivastava et al. 2014, figures 7 and 8). */
final class MnistAutoencoderStudy implements CataloguedStudy {
    private static final String FEATURES = Mnist.PAPER + ", §7.1 and figure 7";
    private static final String SPARSITY = Mnist.PAPER + ", §7.2 and figure 8";

    @Override
    public String name() {
        return "mnist-autoencoder";
    }

    @Override
    public Study at(Scale scale) {
        return Study.of(
                        name(),
                        "Dropout and the features of an autoencoder",
                        "Does dropout make the hidden units of an autoencoder detect strokes and spots, and make their"
                                + " activations sparse?",
                        Mnist.DATASET,
                        new NetworkSpec.MnistAutoencoder(256),
                        List.of(arm("plain", List.of()), arm("dropout", List.of(Dropout.hidden(0.5)))),
                        List.of(Contrast.of("dropout", "plain")),
                        Mnist.plan(scale, 60, 60),
                        Mnist.split(scale))
                .withProbes(new Probe.Features())
                .withClaims(List.of(
                        claim(
                                "Dropout turns features that mean nothing by themselves into detectors of edges, strokes and"
                                        + " spots: neighbouring weights become alike.",
                                FEATURES,
                                Metric.FEATURE_ROUGHNESS,
                                Sign.NEGATIVE),
                        claim(
                                "Fewer hidden units have high activations with dropout: the mean activation is lower (about 0.7"
                                        + " against 2.0 in the paper).",
                                SPARSITY,
                                Metric.MEAN_ACTIVATION,
                                Sign.NEGATIVE),
                        claim(
                                "The histogram of activations peaks more sharply at zero with dropout.",
                                SPARSITY,
                                Metric.SILENT_SHARE,
                                Sign.POSITIVE),
                        Claim.ofNone(
                                "Both autoencoders have similar reconstruction errors.",
                                FEATURES,
                                "dropout",
                                Optional.of("plain"),
                                Metric.RECONSTRUCTION_ERROR,
                                1)))
                .withRope(Mnist.ROPE)
                .withNotes(Mnist.notes(
                        scale,
                        "The accuracy of an autoencoder is the fraction of pixels on the correct side of 0.5; its loss is the"
                                + " cross-entropy of the pixels, in nats per image. The paper compares squared reconstruction"
                                + " errors.",
                        "Reconstruction errors count as similar if they differ by less than 1; an image of nothing but its mean"
                                + " would have about 100. The paper gives no threshold.",
                        "The network is the paper's at every size, trained with Adam at learning rate 0.001."));
    }

    private static Arm arm(String name, List<Regularizer> regularizers) {
        return new Arm(name, regularizers, new Optimizer.Adam(1e-3), List.of());
    }

    private static Claim claim(String statement, String source, Metric metric, Sign sign) {
        return new Claim(statement, source, "dropout", Optional.of("plain"), metric, sign);
    }
}
