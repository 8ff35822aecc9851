package org.dropoutlab.report.figures;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Bars without axes, small enough for the row of a table. */
public final class SmallBars {
    private static final int WIDTH = 120;
    private static final int HEIGHT = 22;
    private static final int WIDEST = 14;
    private static final String INPUT = "#3B6EA8";
    private static final String LABEL = "#D95F32";

    private SmallBars() {}

    /**
     * The bars as an SVG element; empty if there are none.
     *
     * @param counts height of each bar, from left to right
     * @param words the text alternative, for readers who cannot see it; of any characters
     * @param label whether they are the label's
     */
    public static String svg(List<Integer> counts, String words, boolean label) {
        if (counts.isEmpty()) {
            return "";
        }
        double most = Math.max(1, Collections.max(counts));
        double step = Math.min(WIDEST, (double) WIDTH / counts.size());
        StringBuilder svg = new StringBuilder(
                "<svg viewBox=\"0 0 %d %d\" width=\"%1$d\" height=\"%2$d\" role=\"img\" aria-label=\"%s\" fill=\"%s\">"
                        .formatted(WIDTH, HEIGHT, escaped(words), label ? LABEL : INPUT));
        for (int i = 0; i < counts.size(); i++) {
            // A bar that is there is seen, however rare.
            double height = counts.get(i) == 0 ? 0 : Math.max(1, HEIGHT * counts.get(i) / most);
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                    i * step,
                    HEIGHT - height,
                    step - 1,
                    height));
        }
        return svg.append("</svg>").toString();
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
