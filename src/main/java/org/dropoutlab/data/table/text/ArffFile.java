package org.dropoutlab.data.table.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dropoutlab.experiment.InputException;

/**
 * Weka's attribute-relation file format: attributes by name and type, then rows, separated by commas, with quotes of either kind,
 * backslashes before characters in them, comments after %, ? for a missing value, and sparse rows in braces, where what is absent is 0
 * or the first category.
 *
 * <p>Source: "Attribute-Relation File Format (ARFF)", Weka's documentation. Relational attributes and instance weights are not read.
 */
public final class ArffFile implements RecordSource {
    private static final String MISSING = "?";

    private final String name;
    private final BufferedReader in;
    private final List<Attribute> attributes = new ArrayList<>();
    private final Records single = new Records();
    private long line;

    /**
     * A column.
     *
     * @param name of it
     * @param categories its values in the order of the file; none for numbers, texts and dates
     * @param numeric whether it has numbers
     */
    public record Attribute(String name, List<String> categories, boolean numeric) {}

    /** Whether a file's text begins like one of these. */
    public static boolean isArff(String text) {
        for (String row : (Iterable<String>) text.lines()::iterator) {
            String stripped = row.strip();
            if (!stripped.isEmpty() && !stripped.startsWith("%")) {
                return stripped.regionMatches(true, 0, "@relation", 0, "@relation".length());
            }
        }
        return false;
    }

    /**
     * Reads the part above the rows.
     *
     * @param in closed with this
     * @param name for messages
     */
    public ArffFile(Reader in, String name) {
        this.name = name;
        this.in = new BufferedReader(in);
        for (String row = nextLine(); ; row = nextLine()) {
            if (row == null) {
                throw new InputException(name + ": no @data");
            }
            String word = row.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
            if (word.equals("@data")) {
                break;
            }
            if (word.equals("@attribute")) {
                attributes.add(attribute(row.substring(word.length()).strip()));
            } else if (!word.equals("@relation")) {
                throw wrong("expected @attribute or @data");
            }
        }
        if (attributes.size() < 2) {
            throw new InputException(name + ": fewer than two attributes");
        }
    }

    public List<Attribute> attributes() {
        return List.copyOf(attributes);
    }

    private InputException wrong(String what) {
        return new InputException("%s, line %d: %s".formatted(name, line, what));
    }

    /** The next line that is neither blank nor a comment; null at the end. */
    private String nextLine() {
        try {
            for (String row = in.readLine(); row != null; row = in.readLine()) {
                line++;
                String stripped = row.strip();
                if (!stripped.isEmpty() && stripped.charAt(0) != '%') {
                    return stripped;
                }
            }
            return null;
        } catch (IOException e) {
            throw new InputException(name + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private Attribute attribute(String text) {
        Cells cells = new Cells(text, " \t{");
        String own = cells.next();
        String type = text.substring(cells.at).strip();
        String lower = type.toLowerCase(Locale.ROOT);
        if (type.startsWith("{")) {
            int end = type.lastIndexOf('}');
            if (end < 0) {
                throw wrong("the list of values has no }");
            }
            return new Attribute(own, new Cells(type.substring(1, end), ",").all(), false);
        }
        if (lower.startsWith("relational")) {
            throw wrong("relational attributes are not supported; convert the file to CSV");
        }
        boolean numeric = lower.startsWith("numeric") || lower.startsWith("real") || lower.startsWith("integer");
        if (!numeric && !lower.startsWith("string") && !lower.startsWith("date")) {
            throw wrong("'%s' is not a type of attribute".formatted(type));
        }
        return new Attribute(own, List.of(), numeric);
    }

    /** Cells of a line. */
    private static final class Cells {
        private final String text;
        private final String ends;
        private int at;

        Cells(String text, String ends) {
            this.text = text;
            this.ends = ends;
        }

        List<String> all() {
            List<String> cells = new ArrayList<>();
            do {
                cells.add(next());
            } while (at < text.length() && at++ >= 0);
            return cells;
        }

        /** The next cell; stops at what ends it. */
        String next() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
                return quoted(text.charAt(at++));
            }
            int start = at;
            while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at).strip();
        }

        private String quoted(char quote) {
            StringBuilder cell = new StringBuilder();
            while (at < text.length() && text.charAt(at) != quote) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                cell.append(text.charAt(at++));
            }
            at++;
            while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return cell.toString();
        }
    }

    @Override
    public boolean read(Records into, int most) {
        into.clear();
        while (into.size() < most) {
            String row = nextLine();
            if (row == null) {
                break;
            }
            into.add(line, row.startsWith("{") ? sparse(row) : dense(row));
        }
        return into.size() > 0;
    }

    private List<String> dense(String row) {
        // Weka writes instances with tabs too.
        List<String> cells = new Cells(row, ",").all();
        return cells.size() == 1 && attributes.size() > 1 ? new Cells(row, "\t").all() : cells;
    }

    private List<String> sparse(String row) {
        String[] cells = new String[attributes.size()];
        for (int i = 0; i < cells.length; i++) {
            Attribute attribute = attributes.get(i);
            cells[i] = attribute.numeric()
                    ? "0"
                    : attribute.categories().isEmpty()
                            ? MISSING
                            : attribute.categories().get(0);
        }
        int end = row.lastIndexOf('}');
        if (end < 0) {
            throw wrong("the row has no }");
        }
        String inner = row.substring(1, end).strip();
        if (!inner.isEmpty()) {
            Cells pairs = new Cells(inner, ",");
            do {
                Cells pair = pairs;
                String index = new Cells(inner.substring(pair.at).stripLeading(), " \t").next();
                int place = index.matches("[0-9]{1,9}") ? Integer.parseInt(index) : cells.length;
                if (place >= cells.length) {
                    throw wrong("'%s' is not the number of an attribute".formatted(index));
                }
                pair.at = inner.indexOf(index, pair.at) + index.length();
                cells[place] = pairs.next();
            } while (pairs.at < inner.length() && pairs.at++ >= 0);
        }
        return Arrays.asList(cells);
    }

    @Override
    public Optional<Records.Row> next() {
        return read(single, 1) ? Optional.of(single.row(0)) : Optional.empty();
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
