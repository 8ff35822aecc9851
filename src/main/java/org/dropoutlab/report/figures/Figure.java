package org.dropoutlab.report.figures;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.ImageHandlerBase64Encoder;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.w3c.dom.Document;

/**
 * A drawn figure.
 *
 * @param name file name without extension
 * @param caption caption, also the text alternative for readers who cannot see it
 * @param drawing content of the figure
 * @param width in pixels
 * @param height in pixels
 */
public record Figure(String name, String caption, Drawing drawing, int width, int height) {
    private static final int PNG_SCALE = 2;

    public Figure {
        // Names of arms may have colons, which not every file system takes.
        name = name.replace(':', '@');
    }

    /** The figure as an SVG document. */
    public byte[] svg() {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptySvg());
        context.setImageHandler(new PngImages());
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(width, height));
        drawing.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
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

    /** PNG encoding of images inside a drawing: Batik's own encoder would require a module not needed otherwise. */
    private static final class PngImages extends ImageHandlerBase64Encoder {
        @Override
        public void encodeImage(RenderedImage picture, OutputStream out) throws SVGGraphics2DIOException {
            try {
                ImageIO.write(picture, "png", out);
            } catch (IOException e) {
                throw new SVGGraphics2DIOException(e.getMessage(), e);
            }
        }
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

    /** The figure as a PNG image at twice its size, for high-resolution screens. */
    public byte[] png() {
        BufferedImage bitmap = new BufferedImage(width * PNG_SCALE, height * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = bitmap.createGraphics();
        graphics.scale(PNG_SCALE, PNG_SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        drawing.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(bitmap, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
