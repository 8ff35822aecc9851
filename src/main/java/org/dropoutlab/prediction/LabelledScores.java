package org.dropoutlab.prediction;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TableSchema.Task;
import org.dropoutlab.data.table.TestRows;
import org.dropoutlab.measurement.FinalScore;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.scoring.ClassScores;
import org.dropoutlab.scoring.NumberScores;

/**
 * The scores of predictions for rows whose label is known. Of more rows than fit into constant memory they are those of a random
 * sample (reservoir sampling: Vitter 1985, algorithm R).
 */
public final class LabelledScores {
    private static final int MOST_NUMBERS = 1 << 20;
    private static final int MOST_ROWS = 200_000;
    private static final int FEWEST = 64;
    private static final long SEED = 1;

    private final TableSchema schema;
    private final double threshold;
    private final int width;
    private final int most;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private double[] answers = new double[FEWEST];
    private double[] outputs;
    private int kept;
    private long labelled;
    private long unknown;

    /**
     * @param threshold with two classes, the second is predicted if its probability is greater; half if empty
     */
    public LabelledScores(TableSchema schema, OptionalDouble threshold) {
        this(schema, threshold, Math.min(MOST_ROWS, MOST_NUMBERS / schema.outputs()));
    }

    LabelledScores(TableSchema schema, OptionalDouble threshold, int most) {
        this.schema = schema;
        this.threshold = threshold.orElse(0.5);
        this.width = schema.outputs();
        this.most = most;
        this.outputs = new double[FEWEST * width];
    }

    /** Adds a row and its prediction; without effect if the row has no label. */
    public void add(TableRows.Row row, Prediction prediction) {
        if (row.label().isEmpty()) {
            return;
        }
        OptionalDouble answer = TestRows.answer(schema, row);
        if (answer.isEmpty()) {
            unknown++;
            return;
        }
        long place = labelled < most ? labelled : random.nextLong(labelled + 1);
        labelled++;
        if (place >= most) {
            return;
        }
        int at = (int) place;
        kept = Math.max(kept, at + 1);
        if (at == answers.length) {
            answers = Arrays.copyOf(answers, Math.min(most, 2 * at));
            outputs = Arrays.copyOf(outputs, answers.length * width);
        }
        answers[at] = answer.getAsDouble();
        if (prediction instanceof Prediction.OfNumber number) {
            outputs[at] = number.predicted();
        } else if (prediction instanceof Prediction.OfClass ofClass) {
            double[] probabilities = ofClass.probabilities();
            System.arraycopy(probabilities, width == 1 ? 1 : 0, outputs, at * width, width);
        }
    }

    private Map<FinalScore, Double> scores() {
        double[] truth = Arrays.copyOf(answers, kept);
        if (schema.task() == Task.REGRESSION) {
            return NumberScores.of(new TestOutputs.Numbers(truth, Arrays.copyOf(outputs, kept), kept));
        }
        int[] labels = new int[kept];
        Arrays.setAll(labels, i -> (int) truth[i]);
        float[] probabilities = new float[kept * width];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = (float) outputs[i];
        }
        return ClassScores.of(
                new TestOutputs.Classes(schema.classes().size(), labels, probabilities, threshold, kept), 1);
    }

    /** One or two sentences with all scores; empty if no row has a label. */
    public Optional<String> told() {
        if (labelled + unknown == 0) {
            return Optional.empty();
        }
        String left = unknown == 0
                ? ""
                : "; %,d labels that are not in the training data or cannot be read are left out".formatted(unknown);
        if (labelled == 0) {
            return Optional.of("no scores: no label is one of the training data's" + left);
        }
        String scores = scores().entrySet().stream()
                .map(score -> words(score.getKey()) + " "
                        + (Double.isNaN(score.getValue()) ? "undefined" : "%.4g".formatted(score.getValue())))
                .collect(Collectors.joining(", "));
        String rows = kept < labelled
                ? "%,d of %,d labelled rows, drawn at random".formatted(kept, labelled)
                : "%,d labelled row%s".formatted(kept, kept == 1 ? "" : "s");
        return Optional.of("scores of %s: %s%s".formatted(rows, scores, left));
    }

    private String words(FinalScore score) {
        String name = score.key().replace('_', ' ');
        boolean ofClass = schema.task() == Task.BINARY
                && (score == FinalScore.POSITIVE_F1 || score == FinalScore.AVERAGE_PRECISION);
        return switch (score) {
            case POSITIVE_F1 -> "F1 of %s".formatted(schema.classes().get(1));
            case MACRO_F1 -> "macro F1";
            case ROC_AUC -> "ROC AUC";
            case R2 -> "R²";
            case RMSE, MAE -> name.toUpperCase(Locale.ROOT);
            default -> ofClass ? "%s of %s".formatted(name, schema.classes().get(1)) : name;
        };
    }

    /** The same as a line of JSON; empty if no row has a known label. */
    public Optional<String> json() {
        if (labelled == 0) {
            return Optional.empty();
        }
        StringWriter line = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
            json.writeStartObject();
            json.writeObjectFieldStart("scores");
            json.writeNumberField("labelled_rows", labelled);
            json.writeNumberField("scored_rows", kept);
            json.writeNumberField("unknown_labels", unknown);
            if (schema.task() == Task.BINARY) {
                json.writeStringField("positive", schema.classes().get(1));
            }
            for (Map.Entry<FinalScore, Double> score : scores().entrySet()) {
                if (Double.isNaN(score.getValue())) {
                    json.writeNullField(score.getKey().key());
                } else {
                    json.writeNumberField(score.getKey().key(), score.getValue());
                }
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(line + "\n");
    }
}
