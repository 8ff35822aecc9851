package org.dropoutlab.report.figures;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dropoutlab.evaluation.curves.MeanCurve;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** ROC and precision–recall curves of all arms, averaged over trials. */
public final class ThresholdFigures {
    /** With more arms, bands would hide each other. */
    public static final int MOST_BANDS = 4;

    private static final double ROOM = 0.015;
    private static final int WIDTH = 400;
    private static final int PLOT_HEIGHT = 390;
    private static final int LEGEND_ROW = 19;

    private ThresholdFigures() {}

    /**
     * ROC curves, with the diagonal of guessing.
     *
     * @param about whose curves they are, such as {@code class yes}
     * @param curves by arm, in order
     */
    public static Figure roc(String about, Map<String, MeanCurve> curves) {
        return figure(
                "roc",
                "ROC curve of %s: share found against false alarms; dashed: guessing".formatted(about),
                chart(
                        "ROC curve",
                        "false-positive rate",
                        "true-positive rate (recall)",
                        curves,
                        new XYLineAnnotation(0, 0, 1, 1, Charts.dashed(), Charts.FAINT)),
                curves);
    }

    /**
     * Precision–recall curves, with the base rate.
     *
     * @param about whose curves they are
     * @param curves by arm, in order
     * @param baseRate the precision of taking every example for positive
     */
    public static Figure precisionRecall(String about, Map<String, MeanCurve> curves, double baseRate) {
        return figure(
                "precision-recall",
                "precision–recall curve of %s: precision against share found; dashed: the base rate".formatted(about),
                chart(
                        "Precision–recall curve",
                        "recall",
                        "precision",
                        curves,
                        new XYLineAnnotation(0, baseRate, 1, baseRate, Charts.dashed(), Charts.FAINT)),
                curves);
    }

    private static Figure figure(String name, String what, JFreeChart chart, Map<String, MeanCurve> curves) {
        return new Figure(
                name,
                what + "; mean over trials" + (hasBands(curves) ? ", band: ±1 standard deviation" : ""),
                chart::draw,
                WIDTH,
                PLOT_HEIGHT + LEGEND_ROW * curves.size());
    }

    private static boolean hasBands(Map<String, MeanCurve> curves) {
        return curves.size() <= MOST_BANDS && curves.values().stream().anyMatch(curve -> curve.trials() > 1);
    }

    private static JFreeChart chart(
            String title, String xLabel, String yLabel, Map<String, MeanCurve> curves, XYLineAnnotation reference) {
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        boolean bands = hasBands(curves);
        XYLineAndShapeRenderer renderer =
                bands ? new DeviationRenderer(true, false) : new XYLineAndShapeRenderer(true, false);
        if (renderer instanceof DeviationRenderer shaded) {
            shaded.setAlpha(0.18f);
        }
        renderer.setDrawSeriesLineAsPath(true);
        curves.forEach((arm, curve) -> {
            int at = data.getSeriesCount();
            data.addSeries(series(arm, curve, bands));
            renderer.setSeriesPaint(at, Charts.COLORS.get(at % Charts.COLORS.size()));
            renderer.setSeriesFillPaint(at, Charts.COLORS.get(at % Charts.COLORS.size()));
            renderer.setSeriesStroke(
                    at, at < Charts.COLORS.size() ? new BasicStroke(bands ? 2f : 1.5f) : Charts.dashed());
        });
        XYPlot plot = new XYPlot(data, axis(xLabel, ROOM), axis(yLabel, ROOM), renderer);
        plot.addAnnotation(reference);
        return Charts.styled(title, plot, true);
    }

    /** Shares from 0 to 1, with a little room for what is on the edge. */
    static NumberAxis axis(String label, double room) {
        NumberAxis axis = new NumberAxis(label);
        axis.setRange(-room, 1 + room);
        axis.setTickUnit(new NumberTickUnit(0.2));
        return axis;
    }

    private static XYIntervalSeries series(String arm, MeanCurve curve, boolean band) {
        XYIntervalSeries series =
                new XYIntervalSeries(String.format(Locale.ROOT, "%s (area %.3f)", arm, curve.area()), false, true);
        for (MeanCurve.Point point : corners(curve.points())) {
            double sd = band ? point.sd() : 0;
            series.add(
                    point.place(),
                    point.place(),
                    point.place(),
                    point.mean(),
                    Math.max(0, point.mean() - sd),
                    Math.min(1, point.mean() + sd));
        }
        return series;
    }

    /** The points without those between two of the same values, which would only make the page larger. */
    private static List<MeanCurve.Point> corners(List<MeanCurve.Point> points) {
        List<MeanCurve.Point> corners = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            MeanCurve.Point point = points.get(i);
            if (i == 0
                    || i == points.size() - 1
                    || !(isLevel(points.get(i - 1), point) && isLevel(point, points.get(i + 1)))) {
                corners.add(point);
            }
        }
        return corners;
    }

    private static boolean isLevel(MeanCurve.Point one, MeanCurve.Point next) {
        return one.mean() == next.mean() && one.sd() == next.sd();
    }
}
