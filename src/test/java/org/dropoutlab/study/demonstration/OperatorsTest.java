package org.dropoutlab.study.demonstration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dropoutlab.backend.NativeSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code lab run operators} prints obeys what the lectures say of it, whatever the seed. */
class OperatorsTest {
    private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d.,]*");

    @BeforeAll
    static void settle() {
        NativeSettings.apply();
    }

    private static String printed(long seed) {
        StringWriter text = new StringWriter();
        Demonstrations.named("operators").orElseThrow().display().show(new PrintWriter(text), seed);
        return text.toString();
    }

    /** Oracle: 1/(1 − 0.75) = 4, and the gradient of a row's length with k entries of 4 left, times 4: 4/√k. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void dropoutAndTheGradientOfTheRowsLengths(long seed) {
        String text = printed(seed);
        List<Double> outputs = numbers(text, "in training, kept entries are 1/(1 − 0.75) = 4:");
        List<Double> gradients = numbers(text, "gradient of the sum of the row norms");

        assertThat(outputs).hasSize(15).isSubsetOf(0.0, 4.0);
        for (int row = 0; row < 3; row++) {
            List<Double> kept = outputs.subList(5 * row, 5 * row + 5);
            double expected =
                    4 / Math.sqrt(kept.stream().mapToInt(x -> x == 0 ? 0 : 1).sum());
            for (int column = 0; column < 5; column++) {
                double gradient = gradients.get(5 * row + column);
                assertThat(Math.abs(gradient - (kept.get(column) == 0 ? 0 : expected)))
                        .as("printed with four digits")
                        .isLessThan(1e-4);
            }
        }
        assertThat(numbers(text, "at inference:")).hasSize(15).containsOnly(1.0);
    }

    @Test
    void channelDropoutTakesWholeMaps() {
        List<Double> outputs = numbers(printed(1), "in training, whole maps of 2×4");

        assertThat(outputs).hasSize(48).contains(0.0, 2.0);
        for (int map = 0; map < 6; map++) {
            assertThat(outputs.subList(8 * map, 8 * map + 8))
                    .containsAnyOf(0.0, 2.0)
                    .containsOnly(outputs.get(8 * map));
        }
    }

    @Test
    void dropoutTakesRowsOfWeightsAndDropConnectSingleOnes() {
        String text = printed(1);
        List<Double> dropout = numbers(text, "dropout 0.5 on the inputs drops");
        List<Double> dropConnect = numbers(text, "DropConnect 0.5 drops each weight");

        assertThat(rowsAlike(dropout)).isEqualTo(5);
        assertThat(rowsAlike(dropConnect)).isLessThan(5);
        assertThat(dropConnect).hasSize(15).isSubsetOf(0.0, 2.0);
    }

    @Test
    void parametersAreThoseOfTheLectures() {
        assertThat(printed(1))
                .contains("6,252 parameters = 1,100 + 5,050 + 102")
                .contains("601 parameters = 550 + 51");
    }

    @Test
    void theTrainingFlagSwitchesDropout() {
        String text = printed(1);
        List<String> training = words(text, "  training true");
        List<String> inference = words(text, "  training false");

        assertThat(training.stream().distinct()).hasSizeGreaterThan(1);
        assertThat(inference.stream().distinct()).hasSize(1);
    }

    @Test
    void theSeedDecidesWhatIsPrinted() {
        assertThat(printed(1)).isEqualTo(printed(1)).isNotEqualTo(printed(2));
    }

    private static int rowsAlike(List<Double> rowsOfThree) {
        int alike = 0;
        for (int row = 0; row < rowsOfThree.size() / 3; row++) {
            alike += rowsOfThree.subList(3 * row, 3 * row + 3).stream()
                                    .distinct()
                                    .count()
                            == 1
                    ? 1
                    : 0;
        }
        return alike;
    }

    /** The numbers from below the line that begins with {@code heading} to the next paragraph of text. */
    private static List<Double> numbers(String text, String heading) {
        int begin = text.indexOf('\n', text.indexOf(heading));
        Matcher array = Pattern.compile("[\\s\\[\\],.\\d]+").matcher(text);
        assertThat(array.find(begin)).isTrue();
        Matcher matcher = NUMBER.matcher(array.group());
        List<Double> numbers = new ArrayList<>();
        while (matcher.find()) {
            numbers.add(Double.valueOf(matcher.group().replaceAll("[.,]*$", "")));
        }
        return numbers;
    }

    private static List<String> words(String text, String line) {
        String rest = text.substring(text.indexOf(line) + line.length());
        return List.of(rest.lines().findFirst().orElseThrow().strip().split("\\s+"));
    }
}
