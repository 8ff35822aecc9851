package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.CataloguedStudy;
import org.dropoutlab.study.catalogue.Scale;
import org.junit.jupiter.api.Test;

/** What goes to an executor and comes from it arrives as it was, to the bit. */
class MessagesTest {
    private static final double[][] ROWS = {
        {0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1.0 / 3},
        {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Math.nextUp(1), -1e-300}
    };

    @Test
    void tables() {
        Table there = (Table) sent(new Table(ROWS, new int[] {1, 0}, List.of("M", "R")), Examples.class);

        assertThat(bits(there.features().rows())).isEqualTo(bits(ROWS));
        assertThat(there.labels()).containsExactly(1, 0);
        assertThat(there.classes()).containsExactly("M", "R");
    }

    @Test
    void tablesWithTargets() {
        double[] targets = {-0.1, 2.0 / 3};

        Table there = (Table) sent(Table.ofTargets(ROWS, targets), Examples.class);

        assertThat(bits(there.features().rows())).isEqualTo(bits(ROWS));
        assertThat(there.targets().orElseThrow()).containsExactly(targets);
    }

    @Test
    void images() {
        byte[][] pixels = new byte[20][3 * 5 * 7];
        Random random = new Random(3);
        for (byte[] image : pixels) {
            random.nextBytes(image);
        }
        int[] labels = random.ints(20, 0, 2).toArray();

        Images there = (Images)
                sent(new Images(pixels, labels, List.of("cat", "dog"), new Images.Shape(3, 5, 7), 12), Examples.class);

        assertThat(there.pixels()).isDeepEqualTo(pixels);
        assertThat(there.labels()).isEqualTo(labels);
        assertThat(there.shape()).isEqualTo(new Images.Shape(3, 5, 7));
        assertThat(there.trainExamples()).isEqualTo(12);
    }

    @Test
    void sequences() {
        double[][][] steps = {{{0.1, -0.0}, {1.0 / 3, Double.MIN_VALUE}}, {{2, 3}}};

        Sequences there =
                (Sequences) sent(Sequences.ofClasses(steps, new int[] {1, 0}, List.of("up", "down")), Examples.class);

        assertThat(bits(there.steps().rows()))
                .isEqualTo(bits(new double[][] {{0.1, -0.0}, {1.0 / 3, Double.MIN_VALUE}, {2, 3}}));
        assertThat(there.labels()).containsExactly(1, 0);
        assertThat(there.answers()).isInstanceOf(Sequences.Classes.class);
        assertThat(there.classes()).containsExactly("up", "down");
    }

    @Test
    void everyTrialOfTheCatalogue() {
        for (CataloguedStudy study : Catalogue.studies()) {
            for (Trial trial : study.at(Scale.FULL).trials()) {
                assertThat(sent(trial, Trial.class)).isEqualTo(trial);
            }
        }
    }

    @Test
    void replies() {
        Reply.Finished plain = Trials.reply(new TrialId("plain", 1, 2), Math.nextUp(0.8), 1.0 / 3);
        assertThat(sent(plain, Reply.class)).isEqualTo(plain);

        byte[] model = {0, -1, 127, -128};
        Reply.Finished there = (Reply.Finished) sent(
                new Reply.Finished(
                        plain.result(), Optional.of(model), Map.of("plain", "note"), plain.seconds(), plain.site()),
                Reply.class);
        assertThat(there.model().orElseThrow()).isEqualTo(model);
        assertThat(there.notes()).isEqualTo(Map.of("plain", "note"));

        Reply.Failed failed = new Reply.Failed(true, "no line\nbut two", "");
        assertThat(sent(failed, Reply.class)).isEqualTo(failed);
    }

    private static <T> T sent(T message, Class<T> type) {
        return Messages.read(Messages.bytes(message), type);
    }

    private static long[][] bits(double[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row)
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray())
                .toArray(long[][]::new);
    }
}
