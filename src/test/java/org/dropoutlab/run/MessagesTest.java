package org.dropoutlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.CataloguedStudy;
import org.dropoutlab.study.catalogue.Scale;
import org.junit.jupiter.api.Test;

/** What goes to a worker and comes from it arrives as it was, to the bit. */
class MessagesTest {
    private final Random random = new Random(3);

    @Test
    void aTableArrivesAsItWas() throws IOException {
        double[][] rows = {
            {0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1.0 / 3},
            random.doubles(5).toArray()
        };

        Table there = (Table) handedOver(new Table(rows, new int[] {1, 0}, List.of("M", "R")));

        assertThat(bits(there.features().rows())).isEqualTo(bits(rows));
        assertThat(there.labels()).containsExactly(1, 0);
        assertThat(there.classes()).containsExactly("M", "R");
    }

    @Test
    void aTableWithTargetsAndMissingNumbersArrivesAsItWas() throws IOException {
        double[][] rows = {{1, Double.NaN}, {Double.NaN, 1.0 / 3}};
        double[] targets = {-0.1, 2.0 / 3};

        Table there = (Table) handedOver(Table.ofTargets(rows, targets));

        assertThat(bits(there.features().rows())).isEqualTo(bits(rows));
        assertThat(there.targets().orElseThrow()).containsExactly(targets);
        assertThat(there.labels()).containsExactly(1, 3);
        assertThat(there.isRegression()).isTrue();
    }

    @Test
    void aTableArrivesInItsForm() throws IOException {
        Table.Form form = new Table.Form(List.of(1, 2, 1), false, true);
        Table table = new Table(new double[3][2], new int[] {1, 0, 1}, List.of("M", "R"))
                .in(form)
                .withTrainExamples(2);

        Table there = (Table) handedOver(table);

        assertThat(there.form()).isEqualTo(form);
        assertThat(there.trainExamples()).isEqualTo(2);
        assertThat(there.outputs()).isEqualTo(2);
    }

    @Test
    void whatATableIsSplitByArrivesAsItWas() throws IOException {
        Table table = new Table(new double[3][2], new int[] {1, 0, 1}, List.of("M", "R"))
                .withKeys(new SplitKeys(
                        Optional.of(new int[] {0, 1, 0}),
                        Optional.of(new SplitKeys.Times(new int[] {1, 0, 1}, List.of("2023", "2024"))),
                        List.of(new SplitKeys.Given(new byte[] {1, 2, 3}), new SplitKeys.Given(new byte[] {0, 1, 3}))));

        SplitKeys there = ((Table) handedOver(table)).keys();

        assertThat(there.groups().orElseThrow()).containsExactly(0, 1, 0);
        assertThat(there.times().orElseThrow().order()).containsExactly(1, 0, 1);
        assertThat(there.times().orElseThrow().moments()).containsExactly("2023", "2024");
        assertThat(there.given().stream().map(SplitKeys.Given::roles))
                .containsExactly(new byte[] {1, 2, 3}, new byte[] {0, 1, 3});
    }

    @Test
    void imagesArriveAsTheyWere() throws IOException {
        byte[][] pixels = new byte[20][3 * 5 * 7];
        for (byte[] image : pixels) {
            random.nextBytes(image);
        }
        int[] labels = random.ints(20, 0, 2).toArray();
        Images images = new Images(pixels, labels, List.of("cat", "dog"), new Images.Shape(3, 5, 7), 12);

        Images there = (Images) handedOver(images);

        assertThat(there.pixels()).isDeepEqualTo(pixels);
        assertThat(there.labels()).isEqualTo(labels);
        assertThat(there.shape()).isEqualTo(images.shape());
        assertThat(there.trainExamples()).isEqualTo(12);
    }

    @Test
    void everyTrialOfTheCatalogueArrivesAsItWas() throws IOException {
        for (CataloguedStudy study : Catalogue.studies()) {
            for (Trial trial : study.at(Scale.FULL).trials()) {
                assertThat(sent(new Order.Train(trial), Order.class)).isEqualTo(new Order.Train(trial));
            }
        }
    }

    @Test
    void aLearningCurveArrivesAsItWas() throws IOException {
        for (int i = 0; i < 100; i++) {
            Score score = new Score(random.nextGaussian(), random.nextDouble());
            Reply said = new Reply.EpochEnded(new LearningCurve.Point(
                    i + 1, score, i % 2 == 0 ? Optional.empty() : Optional.of(score), score, random.nextFloat(), 1e-7));

            assertThat(sent(said, Reply.class)).isEqualTo(said);
        }
    }

    @Test
    void aResultArrivesWithTheEpochThatItEndedWith() throws IOException {
        for (TrialResult result : List.of(
                Results.completed("plain", 0, 0, 1.0 / 3, 0.1 + 0.2), Results.stopped("plain", 1, 2, 0.9, 0.8, 3))) {
            assertThat(sent(new Reply.Finished(result), Reply.class)).isEqualTo(new Reply.Finished(result));
        }
    }

    private static Examples handedOver(Examples examples) throws IOException {
        Order setting = new Order.Setting(examples, Optional.empty(), 0, Optional.empty(), Optional.empty());
        return ((Order.Setting) sent(setting, Order.class)).examples();
    }

    private static <T> T sent(T message, Class<T> type) throws IOException {
        String line = WorkerMain.MESSAGES.writeValueAsString(message);
        assertThat(line).doesNotContain("\n");
        return WorkerMain.MESSAGES.readValue(line, type);
    }

    private static long[][] bits(double[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row)
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray())
                .toArray(long[][]::new);
    }
}
