package org.dropoutlab.data.table;

import java.util.ArrayList;
import java.util.List;
import org.dropoutlab.data.table.text.RowForm;

/** Rows of a sample of a file's text, taken apart in one way. */
final class SampleRows {
    private final List<Row> rows = new ArrayList<>();
    private final String text;
    private final char separator;
    private final char quote;
    private int at;
    private long line = 1;
    private boolean broken;

    /**
     * A row.
     *
     * @param line on which it begins, counted from 1 in its piece
     * @param next line after its last
     * @param cells trimmed
     * @param first whether it is of the first piece
     */
    record Row(long line, long next, List<String> cells, boolean first) {
        int width() {
            return cells.size();
        }

        boolean startsWith(String beginning) {
            return cells.get(0).startsWith(beginning);
        }
    }

    private SampleRows(String text, char separator, char quote) {
        this.text = text;
        this.separator = separator;
        this.quote = quote;
    }

    /**
     * The rows of all pieces, without blank lines.
     *
     * @param skip number of lines of the first piece that are no rows
     */
    static List<Row> of(List<String> pieces, char separator, char quote, int skip) {
        List<Row> all = new ArrayList<>();
        for (int piece = 0; piece < pieces.size(); piece++) {
            SampleRows rows = new SampleRows(pieces.get(piece), separator, quote);
            if (piece == 0) {
                rows.skip(skip);
            }
            rows.read(piece == 0);
            if (piece == 0 || !rows.broken) {
                all.addAll(rows.rows);
            }
        }
        return all;
    }

    private void skip(int lines) {
        for (int i = 0; i < lines && at < text.length(); i++) {
            while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                at++;
            }
            lineBreak();
        }
    }

    private void lineBreak() {
        if (at < text.length()) {
            at += text.charAt(at) == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n' ? 2 : 1;
        }
        line++;
    }

    private void read(boolean first) {
        while (at < text.length()) {
            long start = line;
            List<String> cells = row();
            if (cells.size() > 1 || !cells.get(0).isEmpty()) {
                rows.add(new Row(start, line, cells, first));
            }
        }
    }

    private boolean isEnd() {
        return at >= text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    private boolean isBlank(char c) {
        return c == ' ' || (c == '\t' && separator != '\t');
    }

    private List<String> row() {
        List<String> cells = new ArrayList<>();
        do {
            while (!isEnd() && isBlank(text.charAt(at))) {
                at++;
            }
            if (separator == ' ' && isEnd() && !cells.isEmpty()) {
                break;
            }
            cells.add(cell());
        } while (!isEnd() && at++ >= 0);
        lineBreak();
        return cells;
    }

    private String cell() {
        StringBuilder quoted = null;
        int start = at;
        if (quote != RowForm.NO_QUOTE && at < text.length() && text.charAt(at) == quote) {
            quoted = new StringBuilder();
            at++;
            int limit = text.length();
            while (at < limit) {
                char c = text.charAt(at);
                if (c == quote) {
                    if (at + 1 < limit && text.charAt(at + 1) == quote) {
                        quoted.append(c);
                        at += 2;
                        continue;
                    }
                    break;
                }
                if (c == '\n' || (c == '\r' && !(at + 1 < limit && text.charAt(at + 1) == '\n'))) {
                    line++;
                }
                quoted.append(c);
                at++;
            }
            broken |= at >= limit;
            at++;
            start = Math.min(at, limit);
        }
        while (!isEnd() && !isSeparator(text.charAt(at))) {
            at++;
        }
        String rest = text.substring(Math.min(start, text.length()), Math.min(at, text.length()))
                .strip();
        return quoted == null ? rest : (quoted + rest).strip();
    }

    private boolean isSeparator(char c) {
        return c == separator || (separator == ' ' && c == '\t');
    }
}
