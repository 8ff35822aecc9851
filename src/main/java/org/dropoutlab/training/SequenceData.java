package org.dropoutlab.training;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.PaddedSequences;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.network.SequenceForm;
import org.dropoutlab.scaling.TableScaling;
import org.dropoutlab.scaling.TrainingRanges;
import org.dropoutlab.scoring.Outputs;
import org.dropoutlab.scoring.Scores;

/**
 * A split of sequences. Features and numbers to predict are standardized over the steps of the training sequences.
 *
 * <p>Scores are means over answers. With a label for each sequence, an answer is a sequence; with a label for each step, it is a step
 * that has a label: accuracy is the share of such steps that are classified correctly, and the loss that of a step, both over all
 * sequences together, so longer sequences count more.
 *
 * @param source the sequences, scaled for this split
 * @param fold indices of the parts
 * @param trainSample the training sequences that are measured: all, or an even sample of many
 */
record SequenceData(PaddedSequences source, Fold fold, int[] trainSample) implements TrainingData {
    /** As many as of images. */
    private static final int LEAST_TRAIN_SAMPLE = 1000;

    static SequenceData of(Sequences sequences, Fold fold, SequenceForm form) {
        return new SequenceData(
                PaddedSequences.of(sequences, TableScaling.of(sequences, fold.train()), form),
                fold,
                PresentedImages.spread(fold.train(), Math.max(LEAST_TRAIN_SAMPLE, fold.validation().length)));
    }

    private Sequences sequences() {
        return source.sequences();
    }

    @Override
    public MiniBatches miniBatches(Trial trial) {
        return new MiniBatches(
                Treatments.of(trial.arm().regularizers()).labelled(source),
                fold.train(),
                trial.training().batchSize());
    }

    @Override
    public TableScaling scaling() {
        return source.scaling();
    }

    @Override
    public Optional<TrainingRanges> ranges() {
        return Optional.of(TrainingRanges.of(sequences().steps(), sequences().stepsOf(fold.train())));
    }

    /** The measured sequences of all parts: training, validation, then test. */
    private int[] measured() {
        return Stream.of(trainSample, fold.validation(), fold.test())
                .flatMapToInt(Arrays::stream)
                .toArray();
    }

    /** Where the answers of the parts begin and end among those of {@link #measured}. */
    private int[] bounds() {
        int train = sequences().answered(trainSample).length;
        int validation = train + sequences().answered(fold.validation()).length;
        return new int[] {0, train, validation, validation + sequences().answered(fold.test()).length};
    }

    @Override
    public Measurement measure(Committee networks) {
        int[] answers = sequences().answered(measured());
        Scores scores = Scores.of(
                networks.predict(source, measured()), (place, label) -> source.writeLabel(answers[place], label));
        int[] bounds = bounds();
        return new Measurement(
                score(scores, answers, bounds[0], bounds[1]),
                bounds[1] == bounds[2] ? Optional.empty() : Optional.of(score(scores, answers, bounds[1], bounds[2])),
                score(scores, answers, bounds[2], bounds[3]));
    }

    private Score score(Scores scores, int[] answers, int from, int to) {
        if (!sequences().isRegression()) {
            return scores.of(from, to);
        }
        float[] target = new float[1];
        return scores.ofNumbers(
                from,
                to,
                Arrays.stream(answers, from, to)
                        .mapToDouble(answer -> {
                            source.writeLabel(answer, target);
                            return target[0];
                        })
                        .toArray());
    }

    @Override
    public Predictions predictions(Committee networks) {
        int[] answers = sequences().answered(fold.test());
        float[][] labels = new float[answers.length][source.outputs()];
        IntStream.range(0, answers.length).forEach(i -> source.writeLabel(answers[i], labels[i]));
        float[][] outputs = networks.predict(source, fold.test()).outputs();
        scaling().target().ifPresent(target -> Stream.of(labels, outputs)
                .flatMap(Arrays::stream)
                .forEach(row -> row[0] = (float) target.restore(row[0])));
        return new Predictions(labels, outputs);
    }

    /** In the same passes as {@link #measure}, which makes them equal to the last bit. */
    @Override
    public Optional<FinalOutputs> outputs(Committee networks) {
        int[] answers = sequences().answered(measured());
        Outputs all = networks.predict(source, measured());
        int[] bounds = bounds();
        return Optional.of(new FinalOutputs(
                outputs(answers, all, bounds[0], bounds[1]),
                bounds[1] == bounds[2] ? Optional.empty() : Optional.of(outputs(answers, all, bounds[1], bounds[2])),
                outputs(answers, all, bounds[2], bounds[3])));
    }

    private TestOutputs outputs(int[] answers, Outputs all, int from, int to) {
        int width = source.outputs();
        float[] numbers = Arrays.copyOfRange(all.numbers(), from * width, to * width);
        int[] some = Arrays.copyOfRange(answers, from, to);
        if (!sequences().isRegression()) {
            return ClassOutputs.of(
                    sequences().classes().size(),
                    Arrays.stream(some).map(sequences()::classOf).toArray(),
                    numbers);
        }
        TableScaling.Standardized target = scaling().target().orElseThrow();
        double[] predictions = new double[some.length];
        Arrays.setAll(predictions, i -> target.restore(numbers[i]));
        return new TestOutputs.Numbers(
                Arrays.stream(some).mapToDouble(sequences()::targetOf).toArray(), predictions, some.length);
    }

    @Override
    public Reading read(Probe probe, Network network, long seed) {
        throw new IllegalArgumentException("probes need image data: " + probe);
    }
}
