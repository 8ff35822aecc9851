package org.dropoutlab.report.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.evaluation.Interval;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.LogarithmicAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYBubbleRenderer;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;
import org.jfree.data.xy.DefaultXYZDataset;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The charts of reports, in one style. */
public final class Charts {
    static final Color INK = new Color(0x33, 0x3A, 0x44);
    /** Relative to the largest value on it. */
    private static final double SHORTEST_AXIS = 0.01;

    private static final Color GRID = new Color(0xE3, 0xE6, 0xEA);
    static final Color FAINT = new Color(0x8A, 0x93, 0x9E);
    static final List<Color> COLORS = List.of(
            new Color(0x3B, 0x6E, 0xA8),
            new Color(0xD9, 0x5F, 0x32),
            new Color(0x4C, 0x9A, 0x6A),
            new Color(0x8E, 0x5E, 0xA2),
            new Color(0xB8, 0x8A, 0x1E),
            new Color(0x3A, 0xA0, 0xA8),
            new Color(0xC2, 0x4C, 0x7A),
            new Color(0x6B, 0x72, 0x7C));
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 13);

    /** Width of a bar as a fraction of the axis. */
    private static final double BAR = 0.03;

    private Charts() {}

    /**
     * A point on a curve or a track.
     *
     * @param x on the horizontal axis
     * @param y on the vertical axis
     * @param interval around y
     */
    public record Mark(double x, double y, Interval interval) {

        /** A mark with an interval; without one, the interval has zero width. */
        public static Mark of(double x, double y, Optional<Interval> interval) {
            return new Mark(x, y, interval.orElse(new Interval(y, y)));
        }

        private void addTo(XYIntervalSeries series) {
            series.add(x, x, x, y, interval.low(), interval.high());
        }
    }

    /**
     * A curve with its spread as a band.
     *
     * @param name in the legend
     * @param marks from left to right
     */
    record Curve(String name, List<Mark> marks) {}

    /** Curves over epochs, on axes that other charts can share. */
    static JFreeChart curves(String title, String yLabel, List<Curve> curves, Range yRange) {
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        DeviationRenderer renderer = new DeviationRenderer(true, false);
        renderer.setAlpha(0.18f);
        for (int i = 0; i < curves.size(); i++) {
            XYIntervalSeries series = new XYIntervalSeries(curves.get(i).name());
            curves.get(i).marks().forEach(mark -> mark.addTo(series));
            data.addSeries(series);
            renderer.setSeriesPaint(i, COLORS.get(i % COLORS.size()));
            renderer.setSeriesFillPaint(i, COLORS.get(i % COLORS.size()));
            renderer.setSeriesStroke(i, new BasicStroke(2f));
        }
        NumberAxis y = new NumberAxis(yLabel);
        y.setRange(yRange);
        NumberAxis x = new NumberAxis("epoch");
        x.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        x.setAutoRangeIncludesZero(false);
        x.setLowerMargin(0);
        x.setUpperMargin(0);
        return styled(title, new XYPlot(data, x, y, renderer), true);
    }

    /**
     * Marks joined by a line.
     *
     * @param name in the legend
     * @param color colour index; related tracks share one
     * @param solid whether the line is solid rather than dashed
     * @param marks from left to right
     * @param published published values, shown as diamonds
     */
    public record Track(String name, int color, boolean solid, List<Mark> marks, List<Mark> published) {
        /** A copy with its marks moved along the horizontal axis. */
        Track moved(DoubleUnaryOperator to) {
            return new Track(
                    name,
                    color,
                    solid,
                    marks.stream()
                            .map(mark -> new Mark(to.applyAsDouble(mark.x()), mark.y(), mark.interval()))
                            .toList(),
                    published);
        }
    }

    /** Means with intervals as a function of a number. */
    public static JFreeChart tracks(
            String title, String xLabel, String yLabel, boolean logarithmic, List<Track> tracks) {
        return styled(title, plot(xLabel, yLabel, logarithmic, tracks), true);
    }

    /**
     * Values over numbered periods.
     *
     * @param zero whether to show the line at 0
     */
    static JFreeChart periods(String title, String yLabel, List<Track> tracks, boolean zero) {
        XYPlot plot = plot("test period", yLabel, false, tracks);
        NumberAxis x = (NumberAxis) plot.getDomainAxis();
        x.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        ((NumberAxis) plot.getRangeAxis()).setAutoRangeIncludesZero(zero);
        plot.setRangeZeroBaselineVisible(zero);
        return styled(title, plot, true);
    }

    private static XYPlot plot(String xLabel, String yLabel, boolean logarithmic, List<Track> tracks) {
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawXError(false);
        renderer.setCapLength(3);
        XYSeries published = new XYSeries("published", false);
        for (int i = 0; i < tracks.size(); i++) {
            Track track = tracks.get(i);
            XYIntervalSeries series = new XYIntervalSeries(track.name());
            track.marks().forEach(mark -> mark.addTo(series));
            track.published().forEach(mark -> published.add(mark.x(), mark.y()));
            data.addSeries(series);
            renderer.setSeriesLinesVisible(i, true);
            renderer.setSeriesPaint(i, COLORS.get(track.color() % COLORS.size()));
            renderer.setSeriesStroke(i, track.solid() ? new BasicStroke(2f) : dashed());
            renderer.setSeriesShape(
                    i, track.solid() ? new Ellipse2D.Double(-3.5, -3.5, 7, 7) : new Ellipse2D.Double(-2, -2, 4, 4));
        }
        renderer.setErrorStroke(new BasicStroke(1f));
        NumberAxis x = logarithmic ? new LogarithmicAxis(xLabel) : new NumberAxis(xLabel);
        x.setAutoRangeIncludesZero(false);
        XYPlot plot = new XYPlot(data, x, new NumberAxis(yLabel), renderer);
        if (!published.isEmpty()) {
            dots(plot, 1, published, diamond(), INK);
        }
        return plot;
    }

    /**
     * Means with intervals for each level tried, above a histogram of the levels chosen. Tracks are slightly offset to
     * keep their intervals visible.
     *
     * @param yLabel label of the axis of means
     * @param tracks three, from left to right
     * @param chosen one mark per level, from left to right: the level and its number of times chosen
     */
    public static JFreeChart levels(
            String title, String xLabel, String yLabel, boolean logarithmic, List<Track> tracks, List<Mark> chosen) {
        double lowest = chosen.get(0).x();
        double highest = chosen.get(chosen.size() - 1).x();
        // What is left of x by a part of the axis, or right of it.
        DoubleBinaryOperator beside = logarithmic
                ? (x, part) -> x * Math.pow(highest / lowest, part)
                : (x, part) -> x + (highest - lowest) * part;
        XYPlot means = plot(
                xLabel,
                yLabel,
                logarithmic,
                IntStream.range(0, tracks.size())
                        .mapToObj(i -> tracks.get(i).moved(x -> beside.applyAsDouble(x, (i - 1) * BAR / 4)))
                        .toList());
        if (logarithmic) {
            means.setDomainAxis(decades(xLabel));
        }
        ((NumberAxis) means.getRangeAxis()).setAutoRangeIncludesZero(false);
        XYIntervalSeries series = new XYIntervalSeries("chosen");
        for (Mark mark : chosen) {
            series.add(
                    mark.x(),
                    beside.applyAsDouble(mark.x(), -BAR / 2),
                    beside.applyAsDouble(mark.x(), BAR / 2),
                    mark.y(),
                    0,
                    mark.y());
        }
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        data.addSeries(series);
        NumberAxis times = new NumberAxis("chosen");
        times.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        XYPlot below = new XYPlot(data, means.getDomainAxis(), times, flatBars(0, FAINT));
        below.setFixedLegendItems(new LegendItemCollection());
        CombinedDomainXYPlot both = new CombinedDomainXYPlot(means.getDomainAxis());
        both.setGap(10);
        both.add(means, 4);
        both.add(below, 1);
        style(means);
        style(below);
        return styled(title, both, true);
    }

    private static LogAxis decades(String label) {
        LogAxis axis = new LogAxis(label);
        axis.setAutoTickUnitSelection(false);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(new DecimalFormat("0.#########", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        return axis;
    }

    /**
     * A labelled point, such as an arm.
     *
     * @param label text next to the point
     * @param x estimate on the horizontal axis
     * @param y estimate on the vertical axis
     * @param xInterval around x; empty if it is not drawn
     * @param yInterval around y; empty if it is not drawn
     */
    public record Point(String label, double x, double y, Optional<Interval> xInterval, Optional<Interval> yInterval) {
        private Interval across() {
            return xInterval.orElse(new Interval(x, x));
        }

        private Interval upright() {
            return yInterval.orElse(new Interval(y, y));
        }
    }

    /**
     * Points with labels and, if any, intervals.
     *
     * @param width width of the figure in pixels, used to keep labels apart
     * @param height height of the figure in pixels
     */
    public static JFreeChart scatter(
            String title, String xLabel, String yLabel, List<Point> points, int width, int height) {
        Range xRange = range(points, Point::across);
        Range yRange = range(points, Point::upright);
        List<Labels.Corner> corners = Labels.of(
                points.stream()
                        .map(point -> new Labels.Dot(
                                point.label(),
                                width * (point.x() - xRange.getLowerBound()) / xRange.getLength(),
                                height * (yRange.getUpperBound() - point.y()) / yRange.getLength()))
                        .toList(),
                width,
                height);
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setErrorStroke(new BasicStroke(0.7f));
        renderer.setErrorPaint(FAINT);
        renderer.setCapLength(0);
        renderer.setDefaultItemLabelGenerator((of, series, item) -> String.valueOf(of.getSeriesKey(series)));
        renderer.setDefaultItemLabelsVisible(true);
        renderer.setDefaultItemLabelFont(TEXT);
        renderer.setDefaultItemLabelPaint(INK);
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            Interval x = point.across();
            Interval y = point.upright();
            XYIntervalSeries series = new XYIntervalSeries(point.label());
            series.add(point.x(), x.low(), x.high(), point.y(), y.low(), y.high());
            data.addSeries(series);
            renderer.setSeriesPaint(i, COLORS.get(0));
            renderer.setSeriesShape(i, new Ellipse2D.Double(-4, -4, 8, 8));
            renderer.setSeriesPositiveItemLabelPosition(i, position(corners.get(i)));
            renderer.setSeriesNegativeItemLabelPosition(i, position(corners.get(i)));
        }
        NumberAxis x = new NumberAxis(xLabel);
        NumberAxis y = new NumberAxis(yLabel);
        x.setRange(xRange);
        y.setRange(yRange);
        return styled(title, new XYPlot(data, x, y, renderer), false);
    }

    private static Range range(List<Point> points, Function<Point, Interval> interval) {
        double low =
                points.stream().map(interval).mapToDouble(Interval::low).min().orElseThrow();
        double high =
                points.stream().map(interval).mapToDouble(Interval::high).max().orElseThrow();
        double margin = high > low ? 0.08 * (high - low) : 1;
        return new Range(low - margin, high + margin);
    }

    private static ItemLabelPosition position(Labels.Corner corner) {
        return switch (corner) {
            case UPPER_RIGHT -> new ItemLabelPosition(ItemLabelAnchor.OUTSIDE1, TextAnchor.BOTTOM_LEFT);
            case LOWER_LEFT -> new ItemLabelPosition(ItemLabelAnchor.OUTSIDE7, TextAnchor.TOP_RIGHT);
            case LOWER_RIGHT -> new ItemLabelPosition(ItemLabelAnchor.OUTSIDE5, TextAnchor.TOP_LEFT);
            case UPPER_LEFT -> new ItemLabelPosition(ItemLabelAnchor.OUTSIDE11, TextAnchor.BOTTOM_RIGHT);
        };
    }

    /** A histogram. */
    public static JFreeChart bars(
            String title, String xLabel, String yLabel, double[] middles, double width, double[] heights) {
        XYSeries series = new XYSeries("share");
        for (int i = 0; i < middles.length; i++) {
            series.add(middles[i], heights[i]);
        }
        XYSeriesCollection data = new XYSeriesCollection(series);
        data.setIntervalWidth(width);
        XYBarRenderer bars = flatBars(0.05, COLORS.get(0));
        return styled(title, new XYPlot(data, new NumberAxis(xLabel), new NumberAxis(yLabel), bars), false);
    }

    static XYBarRenderer flatBars(double margin, Color color) {
        XYBarRenderer bars = new XYBarRenderer(margin);
        bars.setBarPainter(new StandardXYBarPainter());
        bars.setShadowVisible(false);
        bars.setSeriesPaint(0, color);
        return bars;
    }

    /**
     * A bin of a reliability diagram.
     *
     * @param confidence mean confidence of its examples
     * @param accuracy accuracy on its examples
     * @param share fraction of all examples
     */
    public record Dot(double confidence, double accuracy, double share) {}

    /** The bins of one method of prediction. */
    public record Dots(String name, List<Dot> dots) {}

    /** Accuracy against confidence; the area of a dot is the share of its bin. */
    public static JFreeChart reliability(String title, List<Dots> all) {
        DefaultXYZDataset data = new DefaultXYZDataset();
        XYBubbleRenderer renderer = new XYBubbleRenderer(XYBubbleRenderer.SCALE_ON_RANGE_AXIS);
        for (int i = 0; i < all.size(); i++) {
            List<Dot> dots = all.get(i).dots();
            double[][] values = new double[3][dots.size()];
            for (int j = 0; j < dots.size(); j++) {
                values[0][j] = dots.get(j).confidence();
                values[1][j] = dots.get(j).accuracy();
                values[2][j] = 0.02 + 0.1 * Math.sqrt(dots.get(j).share());
            }
            data.addSeries(all.get(i).name(), values);
            Color color = COLORS.get(i);
            renderer.setSeriesPaint(i, new Color(color.getRed(), color.getGreen(), color.getBlue(), 0x80));
            renderer.setSeriesOutlinePaint(i, color);
        }
        NumberAxis x = new NumberAxis("confidence");
        NumberAxis y = new NumberAxis("accuracy");
        x.setRange(0, 1.05);
        y.setRange(0, 1.05);
        XYPlot plot = new XYPlot(data, x, y, renderer);
        plot.addAnnotation(new XYLineAnnotation(0, 0, 1, 1, new BasicStroke(1f), FAINT));
        return styled(title, plot, true);
    }

    static BasicStroke dashed() {
        return new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {5f, 4f}, 0f);
    }

    /**
     * A row of an interval chart.
     *
     * @param label label of the row
     * @param mean the estimate; empty if there is none
     * @param interval around it; empty if there is none
     * @param raw the values behind it, drawn faintly
     * @param published values to show as diamonds
     */
    record Row(
            String label,
            Optional<Double> mean,
            Optional<Interval> interval,
            List<Double> raw,
            List<Double> published) {}

    /** Rows of estimates with their intervals, from top to bottom; {@code zero} draws a line at 0. */
    static JFreeChart intervals(String title, String xLabel, List<Row> rows, boolean zero) {
        XYSeries raw = new XYSeries("single pairs or trials", false);
        XYSeries published = new XYSeries("published", false);
        XYIntervalSeries means = new XYIntervalSeries("mean and 95% interval", false, true);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            int y = rows.size() - 1 - i;
            for (int j = 0; j < row.raw().size(); j++) {
                // Equal values would hide one another: each has its own height within the row.
                raw.add(
                        row.raw().get(j).doubleValue(),
                        y - 0.12 - 0.2 * j / Math.max(1, row.raw().size() - 1));
            }
            row.published().forEach(value -> published.add(value.doubleValue(), y + 0.25));
            row.mean().ifPresent(mean -> {
                Interval interval = row.interval().orElse(new Interval(mean, mean));
                means.add(mean, interval.low(), interval.high(), y, y, y);
            });
        }
        XYIntervalSeriesCollection estimates = new XYIntervalSeriesCollection();
        estimates.addSeries(means);
        String[] labels = new String[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[labels.length - 1 - i] = rows.get(i).label();
        }
        SymbolAxis y = new SymbolAxis("", labels);
        y.setGridBandsVisible(false);
        y.setRange(-0.6, rows.size() - 0.4);
        NumberAxis x = new NumberAxis(xLabel);
        x.setAutoRangeIncludesZero(zero);
        // If all values are the same, the axis would be so short that its labels could not be told apart.
        double largest = rows.stream()
                .flatMap(row -> row.mean().stream())
                .mapToDouble(Math::abs)
                .max()
                .orElse(0);
        if (largest > 0) {
            x.setAutoRangeMinimumSize(SHORTEST_AXIS * largest);
        }
        XYPlot plot = new XYPlot(estimates, x, y, errors());
        dots(plot, 1, raw, new Ellipse2D.Double(-2.2, -2.2, 4.4, 4.4), new Color(0x8A, 0x93, 0x9E, 0x90));
        if (!published.isEmpty()) {
            dots(plot, 2, published, diamond(), COLORS.get(1));
        }
        if (zero) {
            plot.addDomainMarker(new ValueMarker(0, INK, new BasicStroke(1.2f)));
        }
        JFreeChart chart = styled(title, plot, !published.isEmpty());
        plot.setRangeGridlinesVisible(false);
        return chart;
    }

    /** The same with a line at 0 and a shaded region around it. */
    static JFreeChart intervals(String title, String xLabel, List<Row> rows, Interval region) {
        JFreeChart chart = intervals(title, xLabel, rows, true);
        IntervalMarker shade = new IntervalMarker(region.low(), region.high(), new Color(0x2E, 0x7D, 0x32));
        shade.setAlpha(0.13f);
        chart.getXYPlot().addDomainMarker(shade, Layer.BACKGROUND);
        return chart;
    }

    private static XYErrorRenderer errors() {
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawYError(false);
        renderer.setSeriesPaint(0, COLORS.get(0));
        renderer.setErrorStroke(new BasicStroke(2.2f));
        renderer.setCapLength(0);
        renderer.setSeriesShape(0, new Ellipse2D.Double(-5, -5, 10, 10));
        return renderer;
    }

    private static void dots(XYPlot plot, int index, XYSeries series, Shape shape, Color color) {
        XYDataset data = new XYSeriesCollection(series);
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setSeriesShape(0, shape);
        renderer.setSeriesPaint(0, color);
        plot.setDataset(index, data);
        plot.setRenderer(index, renderer);
    }

    private static Shape diamond() {
        Path2D path = new Path2D.Double();
        path.moveTo(0, -6);
        path.lineTo(5, 0);
        path.lineTo(0, 6);
        path.lineTo(-5, 0);
        path.closePath();
        return path;
    }

    static JFreeChart styled(String title, XYPlot plot, boolean legend) {
        style(plot);
        JFreeChart chart = new JFreeChart(null, TITLE, plot, legend);
        chart.setBackgroundPaint(Color.WHITE);
        TextTitle heading = new TextTitle(title, TITLE);
        heading.setPaint(INK);
        heading.setHorizontalAlignment(HorizontalAlignment.LEFT);
        heading.setPosition(RectangleEdge.TOP);
        heading.setMargin(2, 6, 6, 6);
        chart.setTitle(heading);
        if (legend) {
            chart.getLegend().setFrame(BlockBorder.NONE);
            chart.getLegend().setItemFont(TEXT);
            chart.getLegend().setItemPaint(INK);
        }
        return chart;
    }

    static void style(XYPlot plot) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1f));
        plot.setRangeGridlineStroke(new BasicStroke(1f));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        // A plot of two parts has its vertical axes in them.
        List<ValueAxis> axes = Stream.of(plot.getDomainAxis(), plot.getRangeAxis())
                .filter(Objects::nonNull)
                .toList();
        for (ValueAxis axis : axes) {
            axis.setLabelFont(TEXT);
            axis.setTickLabelFont(TEXT);
            axis.setLabelPaint(INK);
            axis.setTickLabelPaint(INK);
            axis.setAxisLinePaint(FAINT);
            axis.setTickMarkPaint(FAINT);
        }
    }
}
