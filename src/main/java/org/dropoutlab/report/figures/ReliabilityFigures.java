package org.dropoutlab.report.figures;

import java.awt.BasicStroke;
import java.awt.geom.Ellipse2D;
import java.util.List;
import org.dropoutlab.evaluation.Calibration.Bin;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** A reliability diagram above the number of predictions in each bin. */
public final class ReliabilityFigures {
    private static final int WIDTH = 262;
    private static final int HEIGHT = 320;
    private static final double ROOM = 0.03;

    private ReliabilityFigures() {}

    /**
     * The diagram of an arm.
     *
     * @param stated what is stated, such as {@code confidence}
     * @param happened what is counted, such as {@code accuracy}
     * @param bins from low to high
     */
    public static Figure of(String arm, String stated, String happened, List<Bin> bins) {
        XYSeries means = new XYSeries("bins", false);
        XYIntervalSeries counts = new XYIntervalSeries("predictions");
        for (Bin bin : bins) {
            if (bin.count() > 0) {
                means.add(bin.meanConfidence().orElseThrow(), bin.accuracy().orElseThrow());
            }
            counts.add(
                    (bin.confidences().low() + bin.confidences().high()) / 2,
                    bin.confidences().low() + 0.005,
                    bin.confidences().high() - 0.005,
                    bin.count(),
                    0,
                    bin.count());
        }
        XYLineAndShapeRenderer line = new XYLineAndShapeRenderer(true, true);
        line.setSeriesPaint(0, Charts.COLORS.get(0));
        line.setSeriesStroke(0, new BasicStroke(1.6f));
        line.setSeriesShape(0, new Ellipse2D.Double(-3.5, -3.5, 7, 7));
        NumberAxis x = ThresholdFigures.axis(stated, ROOM);
        XYPlot above = new XYPlot(new XYSeriesCollection(means), x, ThresholdFigures.axis(happened, ROOM), line);
        above.addAnnotation(new XYLineAnnotation(0, 0, 1, 1, Charts.dashed(), Charts.FAINT));
        above.setFixedLegendItems(new LegendItemCollection());
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        data.addSeries(counts);
        NumberAxis predictions = new NumberAxis("count");
        predictions.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        XYPlot below = new XYPlot(data, x, predictions, Charts.flatBars(0, Charts.FAINT));
        CombinedDomainXYPlot both = new CombinedDomainXYPlot(x);
        both.setGap(10);
        both.add(above, 4);
        both.add(below, 1);
        Charts.style(above);
        Charts.style(below);
        return new Figure(
                "reliability-of-" + arm,
                "%s: %s against %s in ten bins, and the number of test predictions in each; dashed: perfect calibration"
                        .formatted(arm, happened, stated),
                Charts.styled(arm, both, false)::draw,
                WIDTH,
                HEIGHT);
    }
}
