package org.dropoutlab.datavec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.datavec.api.transform.MathOp;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.condition.ConditionOp;
import org.datavec.api.transform.condition.column.DoubleColumnCondition;
import org.datavec.api.transform.condition.string.StringRegexColumnCondition;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.transform.transform.condition.ConditionalReplaceValueTransform;
import org.datavec.api.transform.transform.floattransform.ConvertToFloat;
import org.datavec.api.transform.transform.string.ReplaceStringTransform;
import org.datavec.api.transform.transform.time.DeriveColumnsFromTimeTransform;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.Text;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TableSchema.Amount;
import org.dropoutlab.data.table.TableSchema.Categorical;
import org.dropoutlab.data.table.TableSchema.Column;
import org.dropoutlab.data.table.TableSchema.Dates;
import org.dropoutlab.data.table.TableSchema.MissingValues;
import org.dropoutlab.data.table.TableSchema.Numeric;
import org.dropoutlab.data.table.TableSchema.Truth;
import org.dropoutlab.data.table.TableSchema.UnseenCategories;
import org.dropoutlab.scaling.TableScaling;
import org.joda.time.DateTimeFieldType;
import org.joda.time.DateTimeZone;

/**
 * Writes a table's preparation in DataVec's steps: from the cells of a row, as texts, to the network's inputs.
 *
 * <p>A cell that the table's reader would refuse becomes a text that is no number, so that DataVec throws where the reader does.
 * Each column keeps its texts in a second column until the end, because whether a value is missing is asked of them.
 *
 * <p>Some of DataVec's own steps cannot be used: {@code ConvertToFloat} fails on doubles, so numbers pass through a text; and
 * {@code ConditionalReplaceValueTransformWithDefault} cannot be read from its own JSON.
 */
final class TransformSteps {
    private static final double SECONDS_PER_HOUR = 3_600;
    private static final double MILLISECONDS_PER_DAY = 86_400_000;
    private static final String INSTANT = "yyyy-MM-dd HH:mm:ss";

    private final TableSchema schema;
    private final TableScaling scaling;
    private final TransformProcess.Builder steps;
    private final Set<String> taken;
    private final List<String> inputs = new ArrayList<>();

    private TransformSteps(TableSchema schema, TableScaling scaling) {
        this.schema = schema;
        this.scaling = scaling;
        this.steps = new TransformProcess.Builder(cells(schema));
        this.taken = new HashSet<>(schema.columns().stream().map(Column::name).toList());
    }

    /**
     * The steps for all columns.
     *
     * @throws Unsaid if DataVec has none for a column
     */
    static TransformProcess of(TableSchema schema, TableScaling scaling) {
        TransformSteps all = new TransformSteps(schema, scaling);
        schema.columns().stream().filter(column -> column.inputs() > 0).forEach(all::add);
        all.steps.removeAllColumnsExceptFor(all.inputs);
        all.steps.reorderColumns(all.inputs.toArray(String[]::new));
        all.scale();
        return all.steps.build();
    }

    /** All columns but the label, as texts. */
    static Schema cells(TableSchema schema) {
        Schema.Builder texts = new Schema.Builder();
        schema.columns().stream()
                .filter(column -> !(column instanceof TableSchema.Label))
                .forEach(column -> texts.addColumnString(column.name()));
        return texts.build();
    }

    private void add(Column column) {
        String cells = free(column.name() + " as written");
        steps.renameColumn(column.name(), cells);
        taken.remove(column.name());
        replace(cells, Patterns.AROUND, "");
        if (column instanceof Categorical categorical) {
            addCategories(categorical, cells);
        } else if (column instanceof Dates dates) {
            addDates(dates, cells);
        } else {
            addNumber(column, cells);
        }
    }

    private void addCategories(Categorical column, String cells) {
        List<String> names = column.inputNames();
        String missing = Patterns.missing(schema, false);
        String all = column.categories().stream().map(Pattern::quote).collect(Collectors.joining("|"));
        for (int i = 0; i < names.size(); i++) {
            String category = column.categories().get(i);
            if (category.chars().anyMatch(c -> c == '\\' || c == '\n' || c == '\r' || c == '"')) {
                throw new Unsaid(
                        "a category of column %s has a backslash, a quote or a line break, which DataVec's CSVRecordReader changes"
                                .formatted(column.name()));
            }
            String input = copy(cells, names.get(i));
            String own = Pattern.quote(category);
            replaceIf(input, "0", cells, Patterns.allBut(own));
            replaceIf(input, "1", cells, own);
            if (i == 0 && schema.unseen() == UnseenCategories.REFUSE) {
                replaceIf(input, "unseen category", cells, Patterns.allBut(all + "|" + missing));
            }
            if (i == 0 && schema.missing() == MissingValues.REFUSE) {
                replaceIf(input, "missing value", cells, "(?!(?:" + all + ")\\z)" + missing);
            }
            steps.convertToDouble(input);
            inputs.add(input);
        }
    }

    private void addNumber(Column column, String cells) {
        boolean number = column instanceof Numeric || column instanceof Amount;
        String missing = Patterns.missing(schema, number);
        String input = copy(cells, column.inputNames().get(0));
        replaceIf(input, schema.missing() == MissingValues.REFUSE ? "missing value" : "0", cells, missing);
        String own = "(?!" + missing + "\\z)";
        if (column instanceof Amount amount) {
            String amounts = Patterns.amount(amount);
            replaceIf(
                    input,
                    "not a number",
                    cells,
                    "(?!(?:" + amounts + "|\\(" + amounts.replace("\\3", "\\7") + "\\)|" + missing + ")\\z)(?s:.*)");
            replace(input, "\\A\\((.*)\\)\\z", "-$1");
            replace(input, "\\A([+-]*)" + amounts.substring("([+-]?)".length()) + "\\z", "$1$2$4");
            replaceGrouping(amount, input);
        } else if (column instanceof Truth truth) {
            String yes = Patterns.anyCase(List.of(truth.yes()));
            String no = Patterns.anyCase(List.of(truth.no()));
            replaceIf(
                    input,
                    "neither " + truth.yes() + " nor " + truth.no(),
                    cells,
                    Patterns.allBut(yes + "|" + no + "|" + missing));
            replaceIf(input, "1", cells, own + yes);
            replaceIf(input, "0", cells, own + no);
        } else {
            replaceIf(input, "not a number", cells, Patterns.allBut(Patterns.NUMBER + "|" + missing));
        }
        steps.convertToDouble(input);
        fill(input, cells, missing);
        if (number) {
            for (double word : schema.numbersForMissing()) {
                if (schema.missing() == MissingValues.REFUSE || column instanceof Amount) {
                    throw new Unsaid(
                            "the number %s stands for a missing value, which DataVec's steps can only tell among plain"
                                            .formatted(word)
                                    + " numbers whose missing values are imputed");
                }
                steps.transform(new ConditionalReplaceValueTransform(
                        input,
                        new DoubleWritable(scaling.fills()[inputs.size()]),
                        new DoubleColumnCondition(input, ConditionOp.Equal, word)));
            }
        }
        inputs.add(input);
    }

    private void replaceGrouping(Amount amount, String input) {
        replace(input, "(?<=[0-9])" + Patterns.grouping(amount.decimal()) + "(?=[0-9]{3})", "");
        replace(input, Pattern.quote(String.valueOf(amount.decimal().mark())), ".");
    }

    private void addDates(Dates dates, String cells) {
        String missing = Patterns.missing(schema, false);
        String time = copy(cells, dates.name() + " as time");
        replaceIf(
                time,
                schema.missing() == MissingValues.REFUSE ? "missing value" : "1970-01-01 00:00:00",
                cells,
                missing);
        replaceIf(time, "not a date", cells, Patterns.allBut(Patterns.moment(dates) + "|" + missing));
        replace(time, Patterns.time(), "1970-01-01 $1");
        replace(time, "\\A([0-9]{4})([0-9]{2})([0-9]{2})\\z", "$1-$2-$3");
        replace(time, "\\A([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})", "$1-$2-$3");
        replace(time, "\\A([0-9]{1,2})\\.([0-9]{1,2})\\.([0-9]{4})", "$3-$2-$1");
        String yearLast = "\\A([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})";
        switch (dates.order()) {
            case DMY -> replace(time, yearLast, "$3-$2-$1");
            case MDY -> replace(time, yearLast, "$3-$1-$2");
            case YMD -> {}
        }
        replace(time, "(?<=[0-9])T(?=[0-9])", " ");
        replace(time, "\\A([0-9-]+)\\z", "$1 00:00:00");
        replace(time, "\\A([0-9-]+ [0-9]+:[0-9]+)\\z", "$1:00");
        steps.stringToTimeTransform(time, INSTANT, DateTimeZone.UTC);
        for (int i = 0; i < dates.parts().size(); i++) {
            String input = free(dates.inputNames().get(i));
            switch (dates.parts().get(i)) {
                case DAYS -> {
                    steps.duplicateColumn(time, input);
                    steps.convertToDouble(input);
                    steps.doubleMathOp(input, MathOp.Divide, MILLISECONDS_PER_DAY);
                }
                case MONTH -> {
                    // DataVec cannot read Joda's field for the month from its own JSON.
                    steps.transform(new DeriveColumnsFromTimeTransform.Builder(time)
                            .addStringDerivedColumn(input, "M", DateTimeZone.UTC)
                            .build());
                    steps.convertToDouble(input);
                }
                case WEEKDAY -> derive(time, input, DateTimeFieldType.dayOfWeek());
                case HOUR -> {
                    derive(time, input, DateTimeFieldType.secondOfDay());
                    steps.doubleMathOp(input, MathOp.Divide, SECONDS_PER_HOUR);
                }
            }
            fill(input, cells, missing);
            inputs.add(input);
        }
    }

    private void derive(String time, String input, DateTimeFieldType field) {
        steps.transform(new DeriveColumnsFromTimeTransform.Builder(time)
                .addIntegerDerivedColumn(input, field)
                .build());
        steps.convertToDouble(input);
    }

    /** In doubles and then in floats, as {@link TableScaling} does. */
    private void scale() {
        for (int i = 0; i < inputs.size(); i++) {
            String input = inputs.get(i);
            if (scaling.shifts()[i] != 0) {
                steps.doubleMathOp(input, MathOp.Subtract, scaling.shifts()[i]);
            }
            if (scaling.factors()[i] != 1) {
                steps.doubleMathOp(input, MathOp.Multiply, scaling.factors()[i]);
            }
            steps.convertToString(input);
            steps.transform(new ConvertToFloat(input));
            steps.floatMathOp(input, MathOp.Subtract, scaling.means()[i]);
            steps.floatMathOp(input, MathOp.Divide, scaling.divisor(i));
        }
    }

    private String copy(String column, String name) {
        String input = free(name);
        steps.duplicateColumn(column, input);
        return input;
    }

    /** A name that no column has. */
    private String free(String name) {
        String one = name;
        while (!taken.add(one)) {
            one += "'";
        }
        return one;
    }

    private void replace(String column, String pattern, String by) {
        steps.transform(new ReplaceStringTransform(column, Map.of(pattern, by)));
    }

    private void replaceIf(String column, String by, String asked, String pattern) {
        steps.transform(new ConditionalReplaceValueTransform(
                column, new Text(by), new StringRegexColumnCondition(asked, pattern)));
    }

    private void fill(String input, String asked, String missing) {
        steps.transform(new ConditionalReplaceValueTransform(
                input,
                new DoubleWritable(scaling.fills()[inputs.size()]),
                new StringRegexColumnCondition(asked, missing)));
    }
}
