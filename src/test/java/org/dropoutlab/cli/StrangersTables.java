package org.dropoutlab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Made-up tables of 120 rows, each with one habit of tables that people have. Columns a to d are measurements, the state follows
 * from a and b with some noise, so that a network learns it.
 */
final class StrangersTables {
    static final int ROWS = 120;

    private StrangersTables() {}

    private static String point(double number) {
        return String.format(Locale.ROOT, "%.3f", number);
    }

    private static String comma(double number) {
        return point(number).replace('.', ',');
    }

    /** A row's measurements and its state. */
    private record Patient(double[] numbers, boolean well) {
        String state() {
            return well ? "well" : "sick";
        }
    }

    private static List<Patient> patients(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(row -> {
                    double[] numbers = random.doubles(4)
                            .map(u -> 2 * random.nextGaussian())
                            .toArray();
                    return new Patient(numbers, numbers[0] - numbers[1] + random.nextGaussian() < 0);
                })
                .toList();
    }

    private static String cells(Patient patient, String between, DoubleFunction<String> format) {
        return IntStream.range(0, patient.numbers().length)
                .mapToObj(column -> format.apply(patient.numbers()[column]))
                .collect(Collectors.joining(between));
    }

    private static byte[] lines(List<String> lines, String end, Charset encoding) {
        return (String.join(end, lines) + end).getBytes(encoding);
    }

    /** Comma-separated lines in UTF-8, one for each of {@link #ROWS} rows. */
    private static byte[] of(String header, IntFunction<String> line) {
        List<String> lines = new ArrayList<>(List.of(header));
        IntStream.range(0, ROWS).mapToObj(line).forEach(lines::add);
        return lines(lines, "\n", UTF_8);
    }

    private static String plainLine(Patient patient) {
        return cells(patient, ",", StrangersTables::point) + "," + patient.state();
    }

    static byte[] decimalComma() {
        List<String> lines = new ArrayList<>(List.of("\uFEFFa;b;c;d;state"));
        patients(ROWS, 1)
                .forEach(patient -> lines.add(cells(patient, ";", StrangersTables::comma) + ";" + patient.state()));
        return lines(lines, "\r\n", UTF_8);
    }

    static byte[] thousands() {
        List<Patient> all = patients(ROWS, 2);
        DoubleFunction<String> german = amount -> String.format(Locale.GERMANY, "%,.2f", amount);
        return of(
                "salary;b;state",
                row -> german.apply(3000 + 700 * all.get(row).numbers()[0]) + ";"
                        + comma(all.get(row).numbers()[1]) + ";" + all.get(row).state());
    }

    static byte[] moneyAndPercent() {
        List<Patient> all = patients(ROWS, 3);
        return of(
                "income,share,c,state",
                row -> String.format(
                        Locale.US,
                        "\"$%,d\",%d%%,%.3f,%s",
                        Math.round(50_000 + 9_000 * all.get(row).numbers()[0]),
                        Math.round(50 + 8 * all.get(row).numbers()[1]),
                        all.get(row).numbers()[2],
                        all.get(row).state()));
    }

    static byte[] missingWords() {
        List<String> words = List.of("NA", "null", "n/a", ".", "?", "-", "#N/A", "", "NaN", "none");
        List<Patient> all = patients(ROWS, 4);
        return of("a,b,c,d,state", row -> {
            String[] cells = plainLine(all.get(row)).split(",");
            if (row % 4 == 0) {
                cells[row / 4 % 4] = words.get(row / 4 % words.size());
            }
            return String.join(",", cells);
        });
    }

    static byte[] windows1252() {
        List<String> lines = new ArrayList<>(List.of("größe,b,c,d,zustand"));
        patients(ROWS, 5)
                .forEach(patient -> lines.add(
                        cells(patient, ",", StrangersTables::point) + "," + (patient.well() ? "gesund" : "gefährdet")));
        return lines(lines, "\n", Charset.forName("windows-1252"));
    }

    static byte[] preamble() {
        List<Patient> all = patients(ROWS, 6);
        return of("# exported by station 3\n# unit: mV\n\na,b,c,d,state", row -> plainLine(all.get(row)));
    }

    static byte[] rareClass() {
        List<Patient> all = patients(ROWS, 7);
        return of(
                "a,b,c,d,state",
                row -> cells(all.get(row), ",", StrangersTables::point) + "," + (row < 9 ? "t5" : "t" + (1 + row % 4)));
    }

    static byte[] identifier() {
        List<Patient> all = patients(ROWS, 8);
        return of("code,a,b,c,d,state", row -> "K%04d,".formatted(7919 * (row + 1) % 10_000) + plainLine(all.get(row)));
    }

    static byte[] shuffledIdentifier() {
        List<Patient> all = patients(ROWS, 9);
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(1000, 1000 + ROWS).boxed().toList());
        Collections.shuffle(numbers, new Random(9));
        return of("nr,a,b,c,d,state", row -> numbers.get(row) + "," + plainLine(all.get(row)));
    }

    /** Five near-equal rows of each of 24 patients, whose state has nothing to do with the measurements. */
    static byte[] groups() {
        Random random = new Random(10);
        List<String> lines = new ArrayList<>();
        for (int patient = 1; patient <= ROWS / 5; patient++) {
            double[] own = random.doubles(4).map(u -> random.nextGaussian()).toArray();
            for (int visit = 0; visit < 5; visit++) {
                double[] near = IntStream.range(0, 4)
                        .mapToDouble(column -> own[column] + 0.02 * random.nextGaussian())
                        .toArray();
                lines.add("P%02d,%s".formatted(patient, plainLine(new Patient(near, patient % 2 == 0))));
            }
        }
        Collections.shuffle(lines, random);
        return of("patient,a,b,c,d,state", lines::get);
    }

    /** Each of 120 rows three times. */
    static byte[] duplicates() {
        List<String> lines = new ArrayList<>(
                patients(ROWS, 11).stream().map(StrangersTables::plainLine).toList());
        lines.addAll(List.copyOf(lines));
        lines.addAll(List.copyOf(lines.subList(0, ROWS)));
        Collections.shuffle(lines, new Random(11));
        lines.add(0, "a,b,c,d,state");
        return lines(lines, "\n", UTF_8);
    }

    /** The same rows once. */
    static byte[] withoutDuplicates() {
        List<Patient> all = patients(ROWS, 11);
        return of("a,b,c,d,state", row -> plainLine(all.get(row)));
    }

    static byte[] missingLabels() {
        List<Patient> all = patients(ROWS, 12);
        return of(
                "a,b,c,d,state",
                row -> row % 12 == 0
                        ? cells(all.get(row), ",", StrangersTables::point) + ","
                        : plainLine(all.get(row)));
    }

    static byte[] dates() {
        List<Patient> all = patients(ROWS, 13);
        DateTimeFormatter format = DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);
        return of("taken,flag,a,b,state", row -> "%s,%s,%s,%s,%s"
                .formatted(
                        LocalDate.of(2023, 1, 1).plusDays(3L * row).format(format),
                        row % 3 == 0 ? "yes" : "no",
                        point(all.get(row).numbers()[0]),
                        point(all.get(row).numbers()[1]),
                        all.get(row).state()));
    }

    /** Lines 22, 52 and 82 have a cell too many, cells too few, and a word in place of a number. */
    static byte[] severalFaults() {
        List<Patient> all = patients(ROWS, 14);
        return of("a,b,c,d,state", row -> switch (row + 2) {
            case 22 -> plainLine(all.get(row)) + ",extra";
            case 52 -> "1.0,2.0";
            case 82 -> "1.0,2.0,abc,0.5,well";
            default -> plainLine(all.get(row));
        });
    }

    static byte[] leak() {
        List<Patient> all = patients(ROWS, 15);
        return of("a,b,c,outcome_code,state", row -> "%s,%s,%s,%d,%s"
                .formatted(
                        point(all.get(row).numbers()[0]),
                        point(all.get(row).numbers()[1]),
                        point(all.get(row).numbers()[2]),
                        all.get(row).well() ? 4 : 7,
                        all.get(row).state()));
    }

    /** 40 of 600 rows are of the class "yes". */
    static byte[] imbalanced() {
        List<Patient> all = patients(5 * ROWS, 16);
        List<String> lines = new ArrayList<>(List.of("a,b,c,d,state"));
        for (int row = 0; row < all.size(); row++) {
            lines.add(cells(all.get(row), ",", StrangersTables::point) + "," + (row % 15 == 0 ? "yes" : "no"));
        }
        return lines(lines, "\n", UTF_8);
    }

    static byte[] semicolonsInText() {
        List<Patient> all = patients(ROWS, 17);
        return of("note;a;state", row -> "\"seen; again \"\"%s\"\"\";%.4f;%s"
                .formatted(
                        row % 3 == 0 ? "early" : "ok",
                        all.get(row).numbers()[0],
                        all.get(row).state()));
    }
}
