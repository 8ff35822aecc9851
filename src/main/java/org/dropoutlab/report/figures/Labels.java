package org.dropoutlab.report.figures;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Placement of labels next to their points, with as little overlap with points and earlier labels as possible. */
final class Labels {
    private static final double LETTER_WIDTH = 7;
    private static final double LETTER_HEIGHT = 14;
    private static final double RADIUS = 5;

    private Labels() {}

    /** Position of a label relative to its point. */
    enum Corner {
        UPPER_RIGHT(1, -1),
        LOWER_LEFT(-1, 1),
        LOWER_RIGHT(1, 1),
        UPPER_LEFT(-1, -1);

        private final int right;
        private final int down;

        Corner(int right, int down) {
            this.right = right;
            this.down = down;
        }

        private Rectangle2D box(Dot dot) {
            double width = LETTER_WIDTH * dot.label().length();
            return new Rectangle2D.Double(
                    right > 0 ? dot.x() + RADIUS / 2 : dot.x() - RADIUS / 2 - width,
                    down > 0 ? dot.y() + RADIUS / 2 : dot.y() - RADIUS / 2 - LETTER_HEIGHT,
                    width,
                    LETTER_HEIGHT);
        }
    }

    /**
     * A point with its label.
     *
     * @param label text of the label
     * @param x in pixels from the left
     * @param y in pixels from the top
     */
    record Dot(String label, double x, double y) {}

    /** The corner with the least overlap and clipping for each of {@code dots}; the first in a tie. */
    static List<Corner> of(List<Dot> dots, int width, int height) {
        Rectangle2D all = new Rectangle2D.Double(0, 0, width, height);
        List<Corner> corners = new ArrayList<>();
        List<Rectangle2D> taken = new ArrayList<>();
        for (Dot dot : dots) {
            taken.add(new Rectangle2D.Double(dot.x() - RADIUS, dot.y() - RADIUS, 2 * RADIUS, 2 * RADIUS));
        }
        for (Dot dot : dots) {

            Corner best = Arrays.stream(Corner.values())
                    // Every corner covers as much of the label's own point.
                    .min(Comparator.comparingDouble(corner -> {
                        Rectangle2D box = corner.box(dot);
                        return area(box)
                                - area(box.createIntersection(all))
                                + taken.stream()
                                        .mapToDouble(other -> area(box.createIntersection(other)))
                                        .sum();
                    }))
                    .orElseThrow();
            corners.add(best);
            taken.add(best.box(dot));
        }
        return corners;
    }

    private static double area(Rectangle2D box) {
        return Math.max(0, box.getWidth()) * Math.max(0, box.getHeight());
    }
}
