package org.dropoutlab.report.figures;

import java.awt.Color;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.dropoutlab.measurement.TestOutputs;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYDotRenderer;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Predicted numbers against true ones, and their errors. */
public final class NumberFigures {
    private static final int WIDTH = 262;
    private static final int HEIGHT = 270;
    static final Color DOT = new Color(0x3B, 0x6E, 0xA8, 0x70);

    private NumberFigures() {}

    /**
     * Predicted against true values.
     *
     * @param trials outputs of each trial of an arm
     * @param every distance between the predictions drawn
     * @param values range of both axes
     */
    public static Figure predicted(String arm, List<TestOutputs.Numbers> trials, int every, Range values) {
        XYPlot plot = plot(
                trials,
                every,
                "true value",
                "predicted value",
                (target, predicted) -> target,
                (target, predicted) -> predicted);
        plot.getDomainAxis().setRange(values);
        plot.getRangeAxis().setRange(values);
        plot.addAnnotation(new XYLineAnnotation(
                values.getLowerBound(),
                values.getLowerBound(),
                values.getUpperBound(),
                values.getUpperBound(),
                Charts.dashed(),
                Charts.FAINT));
        return new Figure(
                "predicted-" + arm,
                "%s: predicted against true value of test examples; dashed: equal".formatted(arm),
                Charts.styled(arm, plot, false)::draw,
                WIDTH,
                HEIGHT);
    }

    /**
     * Errors, true − predicted, against predicted values.
     *
     * @param trials outputs of each trial of an arm
     * @param every distance between the predictions drawn
     * @param values range of predicted values
     * @param errors range of errors
     */
    public static Figure residuals(
            String arm, List<TestOutputs.Numbers> trials, int every, Range values, Range errors) {
        XYPlot plot = plot(
                trials,
                every,
                "predicted value",
                "true − predicted",
                (target, predicted) -> predicted,
                (target, predicted) -> target - predicted);
        plot.getDomainAxis().setRange(values);
        plot.getRangeAxis().setRange(errors);
        plot.addRangeMarker(new ValueMarker(0, Charts.FAINT, Charts.dashed()));
        return new Figure(
                "residuals-" + arm,
                "%s: error, true − predicted, against predicted value of test examples; dashed: no error"
                        .formatted(arm),
                Charts.styled(arm, plot, false)::draw,
                WIDTH,
                HEIGHT);
    }

    private static XYPlot plot(
            List<TestOutputs.Numbers> trials,
            int every,
            String xLabel,
            String yLabel,
            DoubleBinaryOperator x,
            DoubleBinaryOperator y) {
        XYSeries dots = new XYSeries("predictions", false);
        int at = 0;
        for (TestOutputs.Numbers outputs : trials) {
            double[] targets = outputs.targets();
            double[] predictions = outputs.predictions();
            for (int i = 0; i < targets.length; i++) {
                if (at % every == 0) {
                    dots.add(x.applyAsDouble(targets[i], predictions[i]), y.applyAsDouble(targets[i], predictions[i]));
                }
                at++;
            }
        }
        // Circles of a shape renderer are Bézier curves, ten times as long on the page.
        XYDotRenderer renderer = new XYDotRenderer();
        renderer.setDotWidth(4);
        renderer.setDotHeight(4);
        renderer.setSeriesPaint(0, DOT);
        return new XYPlot(new XYSeriesCollection(dots), new NumberAxis(xLabel), new NumberAxis(yLabel), renderer);
    }
}
