package org.dropoutlab.report.figures;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.text.NumberFormat;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A figure as a reader sees it: its words, and the shapes in its plots in the units of their axes, read off the tick
 * labels of the SVG.
 */
final class Drawn {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+");
    private static final double TICK = 2;
    /** Pixels; bands are wider. */
    private static final double DIAMOND = 20;

    private final List<Shape> shapes = new ArrayList<>();

    /** A place in the units of the axes; names on an axis count from 0, from the bottom upwards. */
    record Place(double x, double y) {
        /** By which places are equal that a reader could not tell apart. */
        static Comparator<Place> within(double x, double y) {
            return (a, b) -> Math.abs(a.x - b.x) <= x && Math.abs(a.y - b.y) <= y ? 0 : 1;
        }
    }

    /** A text with the pixel where it begins. */
    record Word(String text, double x, double y, Color color, boolean turned) {}

    private record Shape(String tag, Map<String, String> attributes, Map<String, String> style, String text) {
        double number(String attribute) {
            return Double.parseDouble(attributes.get(attribute));
        }

        Optional<Color> color(String of) {
            Matcher rgb = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)").matcher(style.get(of));
            return rgb.matches()
                    ? Optional.of(new Color(
                            Integer.parseInt(rgb.group(1)),
                            Integer.parseInt(rgb.group(2)),
                            Integer.parseInt(rgb.group(3))))
                    : Optional.of(style.get(of)).filter("white"::equals).map(white -> Color.WHITE);
        }

        boolean isLine(double width) {
            return tag.equals("line") && Math.abs(Double.parseDouble(style.get("stroke-width")) - width) < 1e-6;
        }

        /** Corners of a path or polygon, and control points of curves. */
        List<Place> corners() {
            double[] numbers = NUMBER.matcher(attributes.get(tag.equals("polygon") ? "points" : "d"))
                    .results()
                    .mapToDouble(result -> Double.parseDouble(result.group()))
                    .toArray();
            return IntStream.range(0, numbers.length / 2)
                    .mapToObj(i -> new Place(numbers[2 * i], numbers[2 * i + 1]))
                    .toList();
        }

        Rectangle2D bounds() {
            Rectangle2D.Double bounds = new Rectangle2D.Double();
            switch (tag) {
                case "circle" -> bounds.setFrameFromCenter(
                        number("cx"), number("cy"), number("cx") + number("r"), number("cy") + number("r"));
                case "line" -> bounds.setFrameFromDiagonal(number("x1"), number("y1"), number("x2"), number("y2"));
                case "path", "polygon" -> {
                    List<Place> corners = corners();
                    bounds.setFrame(corners.get(0).x(), corners.get(0).y(), 0, 0);
                    corners.forEach(corner -> bounds.add(corner.x(), corner.y()));
                }
                default -> bounds.setFrame(number("x"), number("y"), number("width"), number("height"));
            }
            return bounds;
        }
    }

    static Drawn of(Figure figure) {
        Drawn drawn = new Drawn();
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            drawn.read(
                    factory.newDocumentBuilder()
                            .parse(new InputSource(new ByteArrayInputStream(figure.svg())))
                            .getDocumentElement(),
                    Map.of());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError(figure.name(), e);
        }
        return drawn;
    }

    private void read(Element element, Map<String, String> inherited) {
        Map<String, String> style = new HashMap<>(inherited);
        Matcher declarations = Pattern.compile("([a-z-]+):([^;]+)").matcher(element.getAttribute("style"));
        while (declarations.find()) {
            style.put(declarations.group(1), declarations.group(2).strip());
        }
        if (element.hasAttribute("transform")) {
            style.put("transform", element.getAttribute("transform"));
        }
        switch (element.getTagName()) {
            case "defs" -> {}
            case "svg", "g" -> {
                for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
                    if (child instanceof Element inside) {
                        read(inside, style);
                    }
                }
            }
            default -> {
                Map<String, String> attributes = new HashMap<>();
                for (int i = 0; i < element.getAttributes().getLength(); i++) {
                    Node attribute = element.getAttributes().item(i);
                    attributes.put(attribute.getNodeName(), attribute.getNodeValue());
                }
                shapes.add(new Shape(
                        element.getTagName(),
                        attributes,
                        style,
                        element.getTextContent().strip()));
            }
        }
    }

    /** Its texts but for those of ticks, in the order in which they are drawn, the title first. */
    List<String> words() {
        return texts().stream().map(Word::text).toList();
    }

    /** The same, each with its place. */
    List<Word> texts() {
        return IntStream.range(0, shapes.size())
                .filter(i ->
                        shapes.get(i).tag().equals("text") && !(i + 1 < shapes.size() && isTick(shapes.get(i + 1))))
                .mapToObj(shapes::get)
                .map(shape -> new Word(
                        shape.text(),
                        shape.number("x"),
                        shape.number("y"),
                        shape.color("fill").orElseThrow(),
                        shape.style().containsKey("transform")))
                .toList();
    }

    /** Pictures, row by row from the left. */
    List<BufferedImage> pictures() {
        return shapes.stream()
                .filter(shape -> shape.tag().equals("image"))
                .sorted(Comparator.<Shape>comparingDouble(shape -> shape.number("y"))
                        .thenComparingDouble(shape -> shape.number("x")))
                .map(shape -> shape.attributes().get("xlink:href"))
                .map(address -> Base64.getMimeDecoder().decode(address.substring(address.indexOf(',') + 1)))
                .map(Drawn::picture)
                .toList();
    }

    private static BufferedImage picture(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Colours of filled rectangles other than the background, by the pixel of their upper left corner. */
    Map<Place, Color> tiles() {
        Map<Place, Color> tiles = new HashMap<>();
        shapes.stream()
                .filter(shape -> shape.tag().equals("rect"))
                .filter(shape -> !shape.color("fill").equals(Optional.of(Color.WHITE)))
                .forEach(shape -> tiles.put(
                        new Place(shape.number("x"), shape.number("y")),
                        shape.color("fill").orElseThrow()));
        return tiles;
    }

    private static boolean isTick(Shape shape) {
        return shape.isLine(0.5)
                && Math.max(shape.bounds().getWidth(), shape.bounds().getHeight()) == TICK
                && Math.min(shape.bounds().getWidth(), shape.bounds().getHeight()) == 0;
    }

    /** The only plot. */
    Plot plot() {
        return plot(0);
    }

    /** One of several plots, which share their horizontal axis, from top to bottom. */
    Plot plot(int number) {
        List<Rectangle2D> areas = shapes.stream()
                .filter(shape -> shape.tag().equals("rect"))
                .filter(shape -> shape.color("fill").equals(Optional.of(Color.WHITE)))
                .map(Shape::bounds)
                .toList();
        Rectangle2D whole = areas.get(0);
        return new Plot(areas.stream()
                .filter(area -> area.getWidth() > whole.getWidth() / 2 && !area.equals(whole))
                .toList()
                .get(number));
    }

    /** A pair of axes, and what lies between them. */
    final class Plot {
        private final Rectangle2D area;
        private final Axis x;
        private final Axis y;

        private Plot(Rectangle2D area) {
            this.area = area;
            this.x = new Axis(ticks(tick -> tick.getWidth() == 0), Rectangle2D::getCenterX);
            this.y = new Axis(
                    ticks(tick -> tick.getHeight() == 0
                            && tick.getY() >= area.getMinY() - 1
                            && tick.getY() <= area.getMaxY() + 1),
                    Rectangle2D::getCenterY);
        }

        private List<Integer> ticks(Predicate<Rectangle2D> which) {
            return IntStream.range(1, shapes.size())
                    .filter(i ->
                            isTick(shapes.get(i)) && which.test(shapes.get(i).bounds()))
                    .boxed()
                    .toList();
        }

        /** Names on the vertical axis, from the top. */
        List<String> rows() {
            List<String> names = new ArrayList<>(y.labels);
            Collections.reverse(names);
            return names;
        }

        private Stream<Shape> inside() {
            return shapes.stream()
                    .filter(shape ->
                            List.of("circle", "line", "path", "polygon", "rect").contains(shape.tag()))
                    .filter(shape -> !shape.style().containsKey("transform"))
                    .filter(shape -> area.getMinX() - 1 <= shape.bounds().getCenterX()
                            && area.getMaxX() + 1 >= shape.bounds().getCenterX()
                            && area.getMinY() - 1 <= shape.bounds().getCenterY()
                            && area.getMaxY() + 1 >= shape.bounds().getCenterY());
        }

        private Stream<Shape> filled(Color color) {
            return inside().filter(shape -> shape.color("fill").equals(Optional.of(color)));
        }

        private Stream<Shape> outlined(Color color) {
            return inside().filter(shape -> shape.color("stroke").equals(Optional.of(color)));
        }

        private Place place(double pixelX, double pixelY) {
            return new Place(x.at(pixelX), y.at(pixelY));
        }

        /** Centres of round dots of a diameter in pixels. */
        List<Place> dots(Color color, double diameter) {
            return round(color)
                    .filter(dot -> Math.abs(dot.getWidth() - diameter) < 0.01)
                    .map(dot -> place(dot.getCenterX(), dot.getCenterY()))
                    .toList();
        }

        /** Centres of round dots of any size. */
        List<Place> circles(Color color) {
            return round(color)
                    .map(dot -> place(dot.getCenterX(), dot.getCenterY()))
                    .toList();
        }

        /** Diameters of all round dots, in the units of the vertical axis. */
        List<Double> diameters(Color color) {
            return round(color)
                    .map(dot -> y.at(dot.getMinY()) - y.at(dot.getMaxY()))
                    .toList();
        }

        private Stream<Rectangle2D> round(Color color) {
            return filled(color)
                    .filter(shape -> !shape.tag().equals("rect"))
                    .filter(shape -> shape.tag().equals("circle")
                            || (shape.tag().equals("path")
                                    && shape.attributes().get("d").contains("C")))
                    .map(Shape::bounds);
        }

        /** Centres of diamonds. */
        List<Place> diamonds(Color color) {
            return filled(color)
                    .filter(shape -> shape.tag().equals("polygon")
                            || (shape.tag().equals("path")
                                    && !shape.attributes().get("d").contains("C")))
                    .filter(shape -> shape.bounds().getWidth() < DIAMOND)
                    .map(Shape::bounds)
                    .map(diamond -> place(diamond.getCenterX(), diamond.getCenterY()))
                    .toList();
        }

        /** Corners of a curve. */
        List<Place> curve(Color color) {
            return outlined(color)
                    .filter(shape -> shape.tag().equals("path"))
                    .filter(shape -> shape.style().get("stroke-width").equals("2"))
                    .flatMap(shape -> shape.corners().stream())
                    .map(corner -> place(corner.x(), corner.y()))
                    .toList();
        }

        /** Corners of a band around a curve. */
        List<Place> band(Color color) {
            return filled(color)
                    .filter(shape -> shape.tag().equals("path"))
                    .filter(shape -> shape.style().containsKey("opacity"))
                    .flatMap(shape -> shape.corners().stream())
                    .map(corner -> place(corner.x(), corner.y()))
                    .toList();
        }

        /** Ends of the lines of a width in pixels that are more than dots. */
        List<List<Place>> lines(Color color, double width) {
            return outlined(color)
                    .filter(shape -> shape.isLine(width))
                    .filter(line -> line.bounds().getWidth() + line.bounds().getHeight() > 0)
                    .map(line -> List.of(
                            place(line.number("x1"), line.number("y1")), place(line.number("x2"), line.number("y2"))))
                    .toList();
        }

        /** Middle of the upper edge of each bar. */
        List<Place> bars(Color color) {
            return filled(color)
                    .filter(shape -> shape.tag().equals("rect"))
                    .map(Shape::bounds)
                    .map(bar -> place(bar.getCenterX(), bar.getMinY()))
                    .toList();
        }
    }

    /** Pixels and what they stand for. */
    private final class Axis {
        private final List<String> labels;
        private final double pixel;
        private final double value;
        private final double perPixel;

        private Axis(List<Integer> ticks, ToDoubleFunction<Rectangle2D> side) {
            labels = ticks.stream().map(i -> shapes.get(i - 1).text()).toList();
            int last = ticks.size() - 1;
            pixel = side.applyAsDouble(shapes.get(ticks.get(0)).bounds());
            value = value(0);
            double end = side.applyAsDouble(shapes.get(ticks.get(last)).bounds());
            perPixel = last == 0 ? 0 : (value(last) - value) / (end - pixel);
        }

        private double value(int tick) {
            try {
                return NumberFormat.getInstance().parse(labels.get(tick)).doubleValue();
            } catch (ParseException e) {
                return tick;
            }
        }

        double at(double place) {
            return value + (place - pixel) * perPixel;
        }
    }
}
