package mnist;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.SingleLayer;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.regularization.ActivationNoise.GaussianDropout;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gaussian noise, compared with Bernoulli noise. */
public final class Mnist07Noise {
    private Mnist07Noise() {}

    public static void main(String[] args) {
        Notebook.run(Mnist07Noise.class, args, Mnist07Noise::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Bernoulli vs. Gaussian noise
        //
        // Does a unit have to be *dropped*? Dropout multiplies it by 0 or by 1/(1 − rate). Srivastava et al. (2014,
        // §10) multiply it by a Gaussian with the same mean, 1, and the same variance, rate/(1 − rate), instead: no
        // unit is ever completely gone, and nothing needs scaling at inference. Published test errors over ten seeds
        // (table 10): 1.08 ± 0.04 % with Bernoulli noise, 0.95 ± 0.04 % with Gaussian noise.
        //
        // ## The two factors
        //
        // The first factors of each kind at rate 0.5, and the mean and variance over a hundred thousand. Both are 1
        // by definition.
        // %%
        for (var noise : List.of(Dropout.visible(0.5), new GaussianDropout(Place.VISIBLE, new DropProbability(0.5)))) {
            INDArray factors = SingleLayer.of(RegularizedLayers.layer(noise), InputType.feedForward(100_000))
                    .train(Nd4j.ones(1, 100_000), 1);
            notebook.print("%-40s  %.2f  %.2f  %.2f  %.2f …  mean %.3f, variance %.3f"
                    .formatted(
                            noise.describe(),
                            factors.getDouble(0),
                            factors.getDouble(1),
                            factors.getDouble(2),
                            factors.getDouble(3),
                            factors.meanNumber().doubleValue(),
                            factors.varNumber().doubleValue()));
        }
        // %% [markdown]
        // ## Training both
        //
        // Both arms have rates of 0.2 on the inputs and 0.5 on hidden units.
        // %%
        Report report = notebook.train("mnist-noise");
        notebook.print(ConsoleTable.errors(report));
        // %% [markdown]
        // ## Is there a difference?
        //
        // Each grey dot is one seed; the interval comes from the paired t-test.
        // %%
        notebook.show(report, "differences-test-accuracy");
        // %% [markdown]
        // ## In numbers, with the paper's findings
        // %%
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // What to look for: does the interval of `gaussian – bernoulli` lie on one side of 0? If so, the shape of the
        // noise matters beyond its variance. If it contains 0, these seeds are inconclusive, and the width of the
        // interval shows how large a difference they could have missed. The two other comparisons give the scale: the
        // gain from either kind of noise.
    }
}
