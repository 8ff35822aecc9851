package org.dropoutlab.cli;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import org.dropoutlab.data.table.TableLayout;
import org.dropoutlab.experiment.InputException;
import picocli.CommandLine.Option;

/** How a table's file is written, where this should not be detected. */
final class FileLayout {
    @Option(names = "--encoding", paramLabel = "NAME", description = "Encoding of the file (default: auto-detected).")
    private String encoding;

    @Option(
            names = "--separator",
            paramLabel = "C",
            description = "Column separator: a character, tab or space (default: auto-detected).")
    private String separator;

    @Option(
            names = "--quote",
            paramLabel = "C",
            description = "Quote around cells, \" or another character (default: auto-detected).")
    private String quote;

    @Option(
            names = "--header",
            negatable = true,
            defaultValue = Option.NULL_VALUE,
            fallbackValue = "true",
            description = "The file has a header row, or none (default: auto-detected).")
    private Boolean header;

    @Option(
            names = "--skip-lines",
            paramLabel = "N",
            description = "Number of lines above the table (default: auto-detected).")
    private Integer skippedLines;

    @Option(
            names = "--comment",
            paramLabel = "TEXT",
            description = "Beginning of comment lines, such as # (default: auto-detected).")
    private String comment;

    @Option(
            names = "--decimal",
            paramLabel = "MARK",
            description = "Decimal mark: comma or point (default: auto-detected).")
    private TableLayout.DecimalMark decimal;

    @Option(
            names = "--thousands",
            paramLabel = "C",
            description = "Only thousands separator: , . ' or space (default: auto-detected).")
    private String thousands;

    @Option(
            names = "--date-order",
            paramLabel = "ORDER",
            description = "Order of day, month and year in dates: dmy, mdy or ymd (default: auto-detected).")
    private TableLayout.DateOrder dateOrder;

    @Option(
            names = "--missing-words",
            split = ",",
            paramLabel = "WORD",
            description = "More words for a missing value, in addition to the usual ones such as NA, null and ?.")
    private List<String> missingWords = List.of();

    @Option(names = "--skip-bad-rows", description = "Leave out rows or images that cannot be read, and count them.")
    private boolean skipBadRows;

    /**
     * The layout.
     *
     * @throws InputException if an option is invalid
     */
    TableLayout layout() {
        TableLayout layout = TableLayout.detected().withMissingWords(missingWords);
        layout = encoding == null ? layout : layout.withEncoding(charset(encoding));
        layout = separator == null ? layout : layout.withSeparator(character("--separator", separator));
        layout = quote == null ? layout : layout.withQuote(character("--quote", quote));
        layout = header == null ? layout : layout.withHeader(header);
        layout = skippedLines == null ? layout : layout.withSkippedLines(skippedLines);
        layout = comment == null ? layout : layout.withComment(comment);
        layout = decimal == null ? layout : layout.withDecimal(decimal);
        layout = thousands == null ? layout : layout.withThousands(character("--thousands", thousands));
        layout = dateOrder == null ? layout : layout.withDateOrder(dateOrder);
        return skipBadRows ? layout.withBadRows(TableLayout.BadRows.SKIP) : layout;
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "--encoding: no encoding is named '%s'; try UTF-8, UTF-16, windows-1252 or ISO-8859-1"
                            .formatted(name),
                    e);
        }
    }

    private static char character(String option, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "tab", "\\t" -> '\t';
            case "space" -> ' ';
            default -> {
                if (text.length() != 1) {
                    throw new InputException("%s: '%s' is not a single character".formatted(option, text));
                }
                yield text.charAt(0);
            }
        };
    }
}
