package org.dropoutlab.data.published;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.dropoutlab.data.Images;

/**
 * Synthetic digits: bright strokes on black, drawn with a round pen. Each digit has one to three shapes; size, position,
 * slant, bend, pen width, tremor and random specks vary from picture to picture. One label in 25 is wrong, which a large
 * network can only memorize. Classes are balanced, in random order.
 *
 * <p>Only basic arithmetic, square roots and {@link StrictMath} are used, which gives the same bytes on every platform; a
 * picture depends only on its number and label.
 */
final class SyntheticDigits {
    private static final long SEED = 19_981_100;
    private static final int WRONG_IN = 25;
    private static final int MOST_SPECKS = 8;
    private static final double TREMBLE = 0.07;

    /** Degrees per segment of an arc. */
    private static final int STEP = 30;

    /**
     * Ways to write each digit: [digit][way][stroke][x, y in turn], the digit's middle at (0, 0), its upper and lower end
     * at y = −1 and 1.
     */
    private static final double[][][][] STROKES = {
        {
            {arc(0, 0, 0.65, 1, -90, 270)}, {arc(0, 0, 0.55, 1, -60, 290)},
        },
        {
            {line(0, -1, 0, 0, 0, 1)},
            {line(-0.4, -0.6, 0, -1, 0, 0, 0, 1)},
            {line(-0.35, -0.7, 0, -1, 0, 0, 0, 1), line(-0.45, 1, 0.45, 1)},
        },
        {
            {joined(arc(0, -0.45, 0.6, 0.55, 190, 390), line(-0.65, 1, 0.1, 0.95, 0.75, 1))},
            {joined(arc(0, -0.45, 0.55, 0.55, 200, 405), arc(-0.4, 0.75, 0.25, 0.2, 90, 300), line(0.1, 0.9, 0.75, 0.9))
            },
        },
        {
            {joined(arc(-0.05, -0.5, 0.55, 0.5, 200, 450), arc(-0.05, 0.5, 0.65, 0.5, 270, 515))},
            {joined(line(-0.55, -1, 0.5, -1, -0.05, -0.15), arc(-0.05, 0.42, 0.6, 0.58, 280, 515))},
        },
        {
            {line(0.3, -1, -0.3, -0.25, -0.7, 0.35, 0, 0.35, 0.8, 0.35), line(0.35, -1, 0.35, 0, 0.3, 1)},
            {line(-0.5, -0.95, -0.55, 0.1, 0, 0.1, 0.5, 0.05), line(0.55, -1, 0.5, 0, 0.4, 1)},
        },
        {
            {joined(line(0.6, -1, -0.4, -1, -0.5, -0.15), arc(-0.05, 0.4, 0.65, 0.6, 240, 505))},
        },
        {
            {joined(line(0.45, -1, -0.05, -0.65, -0.4, -0.1), arc(0, 0.45, 0.55, 0.55, 180, 530))},
            {joined(line(0.1, -1, -0.3, -0.5, -0.5, 0.1), arc(-0.05, 0.6, 0.5, 0.4, 180, 530))},
        },
        {
            {line(-0.6, -0.95, 0, -1, 0.65, -1, 0.25, 0, -0.1, 1)},
            {line(-0.6, -0.95, 0, -1, 0.65, -1, 0.25, 0, -0.1, 1), line(-0.25, 0, 0.65, 0)},
        },
        {
            {arc(0, -0.5, 0.48, 0.5, 90, 445), arc(0, 0.5, 0.6, 0.5, -90, 265)},
        },
        {
            {arc(0, -0.45, 0.55, 0.55, 0, 350), line(0.55, -0.45, 0.45, 0.2, 0.25, 1)},
            {joined(arc(0, -0.45, 0.5, 0.5, 0, 350), line(0.55, 0.3), arc(0.05, 0.5, 0.5, 0.5, 0, 140))},
        },
    };

    private final Images.Shape shape;
    private final double[] ink;
    private SplittableRandom random;

    private SyntheticDigits(Images.Shape shape) {
        this.shape = shape;
        this.ink = new double[shape.size()];
    }

    /**
     * Draws them.
     *
     * @param train how many for training
     * @param test how many after them, for testing
     * @param classes ten names
     * @param shape of each picture; one channel
     */
    static Images draw(int train, int test, List<String> classes, Images.Shape shape) {
        SyntheticDigits digits = new SyntheticDigits(shape);
        int[] labels = BalancedLabels.draw(train, test, classes.size(), new SplittableRandom(SEED));
        byte[][] pixels = new byte[labels.length][];
        for (int number = 0; number < labels.length; number++) {
            pixels[number] = digits.picture(number, labels[number]);
        }
        return new Images(pixels, labels, classes, shape, train);
    }

    private byte[] picture(int number, int label) {
        random = new SplittableRandom(SEED + 1 + number);
        boolean wrong = random.nextInt(WRONG_IN) == 0;
        int shown = wrong ? (label + 1 + random.nextInt(STROKES.length - 1)) % STROKES.length : label;
        Arrays.fill(ink, 0);
        double[][][] ways = STROKES[shown];
        write(ways[random.nextInt(ways.length)]);
        for (int specks = random.nextInt(MOST_SPECKS + 1); specks > 0; specks--) {
            ink[random.nextInt(ink.length)] = between(0.1, 0.6);
        }
        return grey();
    }

    private void write(double[][] strokes) {
        double radius = between(0.8, 1.8);
        double height = between(7, 10) * shape.height() / 28;
        double width = height * between(0.7, 1.25);
        double slant = between(-0.25, 0.55);
        double turn = between(-0.2, 0.2);
        double bend = between(-0.25, 0.25);
        double taper = between(-0.25, 0.25);
        double middleX = (shape.width() - 1) / 2.0 + between(-2, 2);
        double middleY = (shape.height() - 1) / 2.0 + between(-2, 2);
        for (double[] stroke : strokes) {
            double fromX = 0;
            double fromY = 0;
            for (int i = 0; i < stroke.length; i += 2) {
                double x = stroke[i] + between(-TREMBLE, TREMBLE);
                double y = stroke[i + 1] + between(-TREMBLE, TREMBLE);
                double leaning = x * (1 + taper * y) - slant * y + bend * (y * y - 0.5);
                double toX = middleX + width * leaning;
                double toY = middleY + height * (y + turn * x);
                if (i > 0) {
                    drag(fromX, fromY, toX, toY, radius);
                }
                fromX = toX;
                fromY = toY;
            }
        }
    }

    /** The pen's way from one point to another; its edge is one pixel wide. */
    private void drag(double fromX, double fromY, double toX, double toY, double radius) {
        double reach = radius + 0.5;
        double alongX = toX - fromX;
        double alongY = toY - fromY;
        double perLength = 1 / Math.max(1e-9, alongX * alongX + alongY * alongY);
        int right = (int) Math.min(shape.width() - 1, Math.max(fromX, toX) + reach);
        int lower = (int) Math.min(shape.height() - 1, Math.max(fromY, toY) + reach);
        for (int y = (int) Math.max(0, Math.min(fromY, toY) - reach + 1); y <= lower; y++) {
            for (int x = (int) Math.max(0, Math.min(fromX, toX) - reach + 1); x <= right; x++) {
                double dx = x - fromX;
                double dy = y - fromY;
                double part = Math.max(0, Math.min(1, (dx * alongX + dy * alongY) * perLength));
                dx -= part * alongX;
                dy -= part * alongY;
                double squared = dx * dx + dy * dy;
                if (squared < reach * reach) {
                    int pixel = y * shape.width() + x;
                    ink[pixel] = Math.max(ink[pixel], Math.min(1, reach - Math.sqrt(squared)));
                }
            }
        }
    }

    /** Ink has grain, the black around it has none. */
    private byte[] grey() {
        double brightness = between(215, 255);
        byte[] pixels = new byte[ink.length];
        for (int i = 0; i < pixels.length; i++) {
            if (ink[i] > 0) {
                pixels[i] = (byte) (int) (brightness * ink[i] * between(0.85, 1));
            }
        }
        return pixels;
    }

    private double between(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    private static double[] line(double... points) {
        return points;
    }

    /** Part of an ellipse, from one angle to another in degrees: 0 is right of its middle, 90 is below it. */
    private static double[] arc(double x, double y, double radiusX, double radiusY, int from, int to) {
        int pieces = (to - from + STEP - 1) / STEP;
        double[] points = new double[2 * (pieces + 1)];
        for (int i = 0; i <= pieces; i++) {
            double angle = StrictMath.toRadians(from + (to - from) * (double) i / pieces);
            points[2 * i] = x + radiusX * StrictMath.cos(angle);
            points[2 * i + 1] = y + radiusY * StrictMath.sin(angle);
        }
        return points;
    }

    private static double[] joined(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }
}
