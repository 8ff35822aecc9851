package org.dropoutlab.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** Renders an example's source and outputs as Markdown. */
final class PageRenderer {
    private static final String TEXT_CELL = "// %% [markdown]";
    private static final String CODE_CELL = "// %%";
    /** Between two consecutive printed texts. */
    private static final String SEAM = "\n```\n\n```text\n";

    private final List<String> source;
    private final NavigableMap<Integer, String> outputByLine;

    /**
     * @param source lines of the example
     * @param outputByLine Markdown for below the cell with the line, counting from 1
     */
    PageRenderer(List<String> source, NavigableMap<Integer, String> outputByLine) {
        this.source = source;
        this.outputByLine = outputByLine;
    }

    String render(String command) {
        StringBuilder page = new StringBuilder();
        page.append("<!-- Rendered from the Java file of the same name; do not edit. -->\n");
        int begin = 0;
        for (int line = 0; line <= source.size(); line++) {
            if (line == source.size() || source.get(line).strip().startsWith(CODE_CELL)) {
                page.append(cell(begin, line));
                begin = line;
            }
        }
        page.append("\n---\n\nTo run this example and render this page again: `")
                .append(command)
                .append("`\n");
        return page.toString();
    }

    /** The cell from line {@code begin}, its marker, to before {@code end}. */
    private String cell(int begin, int end) {
        if (begin == 0) {
            return "";
        }
        List<String> body = source.subList(begin + 1, end);
        if (source.get(begin).strip().equals(TEXT_CELL)) {
            StringBuilder text = new StringBuilder("\n");
            for (String line : trimmed(body, end == source.size())) {
                text.append(line.strip().replaceFirst("^// ?", "")).append('\n');
            }
            return text.toString();
        }
        List<String> code = trimmed(body, end == source.size());
        StringBuilder markdown = new StringBuilder();
        if (!code.isEmpty()) {
            markdown.append("\n```java\n").append(String.join("\n", code)).append("\n```\n");
        }
        String outputs = String.join(
                "\n", outputByLine.subMap(begin + 1, true, end, true).values());
        if (!outputs.isEmpty()) {
            markdown.append('\n').append(outputs.replace(SEAM, "\n"));
        }
        return markdown.toString();
    }

    /** Without common indentation, blank lines at either end and, at the end of the file, the closing braces. */
    private static List<String> trimmed(List<String> body, boolean last) {
        List<String> code = new ArrayList<>(body);
        while (!code.isEmpty() && isPadding(code.get(code.size() - 1), last)) {
            code.remove(code.size() - 1);
        }
        while (!code.isEmpty() && code.get(0).isBlank()) {
            code.remove(0);
        }
        int indent = code.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return code.stream()
                .map(line -> line.isBlank() ? "" : line.substring(indent))
                .toList();
    }

    private static boolean isPadding(String line, boolean last) {
        return line.isBlank() || (last && line.strip().equals("}"));
    }
}
