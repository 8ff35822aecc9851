package org.dropoutlab.report.figures;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.dropoutlab.measurement.Inspection.Prediction;

/** Figures made of pictures and cells: confusion matrices, test images with predictions, filters. */
public final class Pictures {
    private static final Color SHADE = new Color(0x3B, 0x6E, 0xA8);
    private static final Color RIGHT = new Color(0x1F, 0x7A, 0x45);
    private static final Color WRONG = new Color(0xB3, 0x40, 0x2A);
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 10);
    private static final int HEADING = 28;

    private static final int CELL = 28;
    private static final int CONFUSION_MARGIN = 76;
    private static final int TILE = 64;
    private static final int TILE_GAP = 30;
    private static final int CAPTION = 16;
    private static final int FILTER = 30;
    private static final int FILTER_GAP = 6;
    private static final int FILTERS_PER_ROW = 8;
    private static final int FEATURE_GAP = 2;

    private Pictures() {}

    /**
     * A confusion matrix, each row in percent of its true class.
     *
     * @param counts [true class][predicted class]
     */
    public static Figure confusion(String arm, long[][] counts, List<String> classes) {
        int side = CONFUSION_MARGIN + CELL * classes.size() + 8;
        return figure(
                "confusion",
                arm,
                "confusion matrix of %s over the test images: rows are true classes, columns predicted ones, in percent of the row"
                        .formatted(arm),
                side,
                HEADING + CELL * classes.size() + CONFUSION_MARGIN,
                g -> {
                    for (int row = 0; row < counts.length; row++) {
                        long sum = 0;
                        for (long count : counts[row]) {
                            sum += count;
                        }
                        int y = HEADING + row * CELL;
                        g.setColor(Charts.INK);
                        rightAligned(g, classes.get(row), CONFUSION_MARGIN - 6, y + CELL - 10);
                        for (int column = 0; column < counts.length; column++) {
                            double share = sum == 0 ? 0 : (double) counts[row][column] / sum;
                            int x = CONFUSION_MARGIN + column * CELL;
                            g.setColor(shade(share));
                            g.fillRect(x, y, CELL - 1, CELL - 1);
                            if (share >= 0.005) {
                                g.setColor(share > 0.5 ? Color.WHITE : Charts.INK);
                                centred(g, String.valueOf(Math.round(100 * share)), x + CELL / 2, y + CELL - 10);
                            }
                        }
                    }
                    g.setColor(Charts.INK);
                    for (int column = 0; column < counts.length; column++) {
                        Graphics2D turned = (Graphics2D) g.create();
                        turned.translate(
                                CONFUSION_MARGIN + column * CELL + CELL / 2 + 4, HEADING + counts.length * CELL + 6);
                        turned.rotate(Math.PI / 2);
                        turned.drawString(classes.get(column), 0, 6);
                        turned.dispose();
                    }
                });
    }

    /** Test images with their predicted classes: green if correct, red if wrong. */
    public static Figure predictions(
            String arm, List<Prediction> predictions, Map<Integer, BufferedImage> pictures, List<String> classes) {
        int perRow = classes.size();
        Map<Integer, List<Prediction>> byClass = predictions.stream().collect(Collectors.groupingBy(Prediction::label));
        int rows = byClass.values().stream().mapToInt(List::size).max().orElse(0);
        return figure(
                "predictions",
                arm,
                "test images with what %s takes them for and how sure it is; a column for each class".formatted(arm),
                TILE_GAP + perRow * (TILE + TILE_GAP),
                HEADING + rows * (TILE + CAPTION + TILE_GAP),
                g -> {
                    for (Prediction prediction : predictions) {
                        int row = byClass.get(prediction.label()).indexOf(prediction);
                        int x = TILE_GAP + prediction.label() * (TILE + TILE_GAP);
                        int y = HEADING + row * (TILE + CAPTION + TILE_GAP);
                        BufferedImage picture = pictures.get(prediction.example());
                        if (picture != null) {
                            g.drawImage(enlarged(picture, TILE / picture.getWidth()), x, y, null);
                        }
                        g.setColor(prediction.predicted() == prediction.label() ? RIGHT : WRONG);
                        g.drawString(
                                String.format(
                                        Locale.ROOT,
                                        "%s %.0f%%",
                                        classes.get(prediction.predicted()),
                                        100 * prediction.probability()),
                                x,
                                y + TILE + CAPTION - 4);
                    }
                });
    }

    /**
     * Filters of a convolution on colour images, each stretched to the full brightness range.
     *
     * @param filters [map][channel][row][column], three channels: red, green, blue
     */
    public static Figure filters(String arm, List<List<List<List<Float>>>> filters) {
        String caption = "weights of the first convolution of %s, one picture per feature map".formatted(arm);
        List<BufferedImage> pictures = filters.stream()
                .map(Pictures::picture)
                .map(filter -> enlarged(filter, FILTER / filter.getWidth()))
                .toList();
        return grid("filters", arm, caption, pictures, FILTERS_PER_ROW, FILTER_GAP);
    }

    /**
     * Incoming weights of hidden units on single-channel images.
     *
     * @param features weights of each unit, row by row, from −127 (black) to 127 (white)
     */
    public static Figure features(String arm, List<byte[]> features, int height, int width) {
        String caption =
                "incoming weights of each of the %d hidden units of %s as a picture".formatted(features.size(), arm);
        List<BufferedImage> pictures = features.stream()
                .map(feature -> picture(feature, height, width))
                .toList();
        return grid("features", arm, caption, pictures, (int) Math.ceil(Math.sqrt(features.size())), FEATURE_GAP);
    }

    /** Pictures of one size, row by row. */
    private static Figure grid(
            String kind, String arm, String caption, List<BufferedImage> pictures, int perRow, int gap) {
        int width = pictures.get(0).getWidth() + gap;
        int height = pictures.get(0).getHeight() + gap;
        int rows = (pictures.size() + perRow - 1) / perRow;
        return figure(kind, arm, caption, gap + perRow * width, HEADING + rows * height, g -> {
            for (int i = 0; i < pictures.size(); i++) {
                g.drawImage(pictures.get(i), gap + i % perRow * width, HEADING + i / perRow * height, null);
            }
        });
    }

    private static Figure figure(
            String kind, String arm, String caption, int width, int height, Consumer<Graphics2D> content) {
        Drawing drawing = (graphics, area) -> {
            Graphics2D g = (Graphics2D) graphics.create();
            g.setColor(Color.WHITE);
            g.fill(area);
            g.setFont(Charts.TITLE);
            g.setColor(Charts.INK);
            g.drawString(arm, 6, 17);
            g.setFont(TEXT);
            content.accept(g);
            g.dispose();
        };
        return new Figure(kind + "-" + arm, caption, drawing, width, height);
    }

    private static BufferedImage picture(byte[] feature, int height, int width) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int place = 0; place < feature.length; place++) {
            int grey = 128 + feature[place];
            picture.setRGB(place % width, place / width, grey << 16 | grey << 8 | grey);
        }
        return picture;
    }

    private static BufferedImage picture(List<List<List<Float>>> channels) {
        double least = values(channels).min().orElse(0);
        double most = values(channels).max().orElse(1);
        int height = channels.get(0).size();
        int width = channels.get(0).get(0).size();
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int rgb = 0;
                for (List<List<Float>> channel : channels) {
                    double value = channel.get(row).get(column);
                    rgb = rgb << 8 | (int) Math.round(255 * (most > least ? (value - least) / (most - least) : 0));
                }
                picture.setRGB(column, row, rgb);
            }
        }
        return picture;
    }

    private static DoubleStream values(List<List<List<Float>>> channels) {
        return channels.stream().flatMap(List::stream).flatMap(List::stream).mapToDouble(Float::doubleValue);
    }

    /** Enlarges by repeating pixels; smoothing would add detail that does not exist. */
    private static BufferedImage enlarged(BufferedImage picture, int times) {
        int factor = Math.max(1, times);
        BufferedImage large = new BufferedImage(
                picture.getWidth() * factor, picture.getHeight() * factor, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < large.getHeight(); y++) {
            for (int x = 0; x < large.getWidth(); x++) {
                large.setRGB(x, y, picture.getRGB(x / factor, y / factor));
            }
        }
        return large;
    }

    /** The colour of a share, from nearly white for 0 to the strongest for 1. */
    static Color shade(double share) {
        double rest = 1 - Math.sqrt(share);
        return new Color(
                (int) Math.round(SHADE.getRed() + rest * (0xF4 - SHADE.getRed())),
                (int) Math.round(SHADE.getGreen() + rest * (0xF6 - SHADE.getGreen())),
                (int) Math.round(SHADE.getBlue() + rest * (0xF9 - SHADE.getBlue())));
    }

    static void centred(Graphics2D g, String text, int x, int y) {
        FontMetrics metrics = g.getFontMetrics();
        g.drawString(text, x - metrics.stringWidth(text) / 2, y);
    }

    static void rightAligned(Graphics2D g, String text, int x, int y) {
        g.drawString(text, x - g.getFontMetrics().stringWidth(text), y);
    }
}
