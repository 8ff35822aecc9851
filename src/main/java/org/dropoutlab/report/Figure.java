package org.dropoutlab.report;

import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;

/**
 * A drawn chart.
 *
 * @param name of its files, without ending
 * @param caption what to see in it, for readers and for those who cannot see it
 * @param chart the drawing
 * @param width in pixels
 * @param height in pixels
 */
public record Figure(String name, String caption, JFreeChart chart, int width, int height) {
    private static final int PNG_SCALE = 2;

    /** As an SVG document. */
    public byte[] svg() {
        SVGGraphics2D graphics = new SVGGraphics2D(emptySvg());
        graphics.setSVGCanvasSize(new Dimension(width, height));
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
        StringWriter text = new StringWriter();
        try {
            graphics.stream(text, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Without a viewBox a browser crops the drawing instead of scaling it.
        String scalable = text.toString().replaceFirst("<svg ", "<svg viewBox=\"0 0 %d %d\" ".formatted(width, height));
        return scalable.getBytes(StandardCharsets.UTF_8);
    }

    private static Document emptySvg() {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new AssertionError("every Java platform has an XML parser", e);
        }
    }

    /** As a PNG image at twice its size, for sharp screens. */
    public byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ChartUtils.writeScaledChartAsPNG(bytes, chart, width, height, PNG_SCALE, PNG_SCALE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** As an address that holds the whole drawing, so that a page needs no other file. */
    public String dataUri() {
        return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg());
    }
}
