package org.dropoutlab.report.figures;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.dropoutlab.evaluation.curves.Confusions;

/** Confusion matrices with counts. */
public final class ConfusionFigures {
    /** Classes in a matrix; of more, the largest. */
    public static final int MOST_CLASSES = 20;

    private static final int LONGEST_NAME = 16;
    private static final int HEADING = 28;
    private static final int AXIS_TITLE = 18;
    private static final int GAP = 6;
    private static final int WIDE_ENOUGH_FOR_SHARES = 44;
    private static final Font NAME = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final Font COUNT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 9);

    private ConfusionFigures() {}

    /**
     * The matrix of an arm: counts, shaded by their share of the true class.
     *
     * @param classes names of the classes
     */
    public static Figure of(String arm, Confusions all, List<String> classes) {
        Confusions shown = all;
        List<String> names = new ArrayList<>(classes);
        if (classes.size() > MOST_CLASSES) {
            int[] largest = all.largest(MOST_CLASSES);
            shown = all.joined(largest);
            names = new ArrayList<>(
                    Arrays.stream(largest).mapToObj(classes::get).toList());
            names.add("rest");
        }
        return new Matrix(arm, shown, names.stream().map(ConfusionFigures::cut).toList()).figure();
    }

    /** A class name, shortened if it is long. */
    public static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }

    /** A matrix with its measures in pixels. */
    private static final class Matrix {
        private final String arm;
        private final long[][] counts;
        private final Confusions confusions;
        private final List<String> names;
        private final int cell;
        private final int margin;
        private final boolean turned;

        Matrix(String arm, Confusions confusions, List<String> names) {
            this.arm = arm;
            this.confusions = confusions;
            this.counts = confusions.counts();
            this.names = names;
            int size = names.size();
            int longest = names.stream().mapToInt(Matrix::width).max().orElse(0);
            cell = size <= 3 ? 62 : size <= 6 ? 46 : size <= 10 ? 38 : 33;
            margin = AXIS_TITLE + longest + 2 * GAP;
            turned = longest > cell - 4;
        }

        private static int width(String name) {
            return (int) Math.ceil(NAME.getStringBounds(name, new FontRenderContext(null, true, true))
                    .getWidth());
        }

        Figure figure() {
            int side = cell * names.size();
            int below = (turned ? margin - AXIS_TITLE : 20) + AXIS_TITLE;
            int heading = (int) Math.ceil(Charts.TITLE
                    .getStringBounds(arm, new FontRenderContext(null, true, true))
                    .getWidth());
            return new Figure(
                    "test-confusion-" + arm,
                    "confusion matrix of %s: rows are true classes, columns predicted ones, counts of test predictions"
                            .formatted(arm),
                    (graphics, area) -> {
                        Graphics2D g = (Graphics2D) graphics.create();
                        g.setColor(Color.WHITE);
                        g.fill(area);
                        g.setColor(Charts.INK);
                        g.setFont(Charts.TITLE);
                        g.drawString(arm, GAP, 17);
                        rows(g);
                        columns(g);
                        g.dispose();
                    },
                    Math.max(margin + side + GAP, heading + 2 * GAP),
                    HEADING + side + below);
        }

        private void rows(Graphics2D g) {
            for (int row = 0; row < counts.length; row++) {
                int y = HEADING + row * cell;
                g.setFont(NAME);
                g.setColor(Charts.INK);
                Pictures.rightAligned(g, names.get(row), margin - GAP, y + cell / 2 + 4);
                for (int column = 0; column < counts.length; column++) {
                    cell(g, row, column);
                }
            }
            g.setFont(NAME);
            g.setColor(Charts.FAINT);
            Graphics2D upwards = (Graphics2D) g.create();
            upwards.translate(14, HEADING + cell * counts.length / 2);
            upwards.rotate(-Math.PI / 2);
            Pictures.centred(upwards, "true class", 0, 0);
            upwards.dispose();
        }

        private void cell(Graphics2D g, int row, int column) {
            int x = margin + column * cell;
            int y = HEADING + row * cell;
            double share = confusions.share(row, column);
            g.setColor(Pictures.shade(share));
            g.fillRect(x, y, cell - 1, cell - 1);
            if (counts[row][column] == 0) {
                return;
            }
            g.setColor(share > 0.4 ? Color.WHITE : Charts.INK);
            boolean withShare = cell >= WIDE_ENOUGH_FOR_SHARES;
            g.setFont(fitting(g, text(counts[row][column])));
            Pictures.centred(g, text(counts[row][column]), x + cell / 2, y + cell / 2 + (withShare ? -1 : 4));
            if (withShare) {
                g.setFont(SMALL);
                Pictures.centred(g, percent(share), x + cell / 2, y + cell / 2 + 12);
            }
        }

        private Font fitting(Graphics2D g, String count) {
            FontMetrics metrics = g.getFontMetrics(COUNT);
            return metrics.stringWidth(count) > cell - 4 ? SMALL : COUNT;
        }

        private static String text(long count) {
            return count < 100_000 ? String.format(Locale.ROOT, "%,d", count) : Math.round(count / 1000.0) + "k";
        }

        private static String percent(double share) {
            return share < 0.005 ? "< 1%" : Math.round(100 * share) + "%";
        }

        private void columns(Graphics2D g) {
            int top = HEADING + counts.length * cell;
            g.setFont(NAME);
            g.setColor(Charts.INK);
            for (int column = 0; column < counts.length; column++) {
                int middle = margin + column * cell + cell / 2;
                if (turned) {
                    Graphics2D upwards = (Graphics2D) g.create();
                    upwards.translate(middle + 4, top + GAP);
                    upwards.rotate(-Math.PI / 2);
                    Pictures.rightAligned(upwards, names.get(column), 0, 0);
                    upwards.dispose();
                } else {
                    Pictures.centred(g, names.get(column), middle, top + 15);
                }
            }
            g.setColor(Charts.FAINT);
            Pictures.centred(
                    g,
                    "predicted class",
                    margin + counts.length * cell / 2,
                    top + (turned ? margin - AXIS_TITLE : 20) + 11);
        }
    }
}
