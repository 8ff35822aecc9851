package org.dropoutlab.data.published;

import java.util.List;
import java.util.SplittableRandom;
import org.dropoutlab.data.Images;

/**
 * Synthetic 32×32 pictures in ten classes. A class is one of five shapes with stripes or checks, on a slightly tinted
 * background. Position, size, angle and colours vary, discs and noise distract, and one label in ten is wrong: a small
 * network learns something at once and most of it eventually, but only memorization gets everything right. Classes are
 * balanced, in random order.
 *
 * <p>Random numbers and arithmetic are integers, which gives the same bytes on every platform; a picture depends only on its
 * number and label.
 */
public final class SyntheticPictures {
    private static final int SIDE = Batch.SHAPE.width();
    private static final int AREA = SIDE * SIDE;
    private static final int CHANNELS = Batch.SHAPE.channels();
    private static final long SEED = 20_090_408;
    private static final int WRONG_IN = 10;
    private static final int DISTRACTORS = 3;
    private static final int TINT = 20;
    private static final int NOISE = 50;

    /** Lengths and sines have 8 bits after the point. */
    private static final int ONE = 256;

    private static final int ANGLES = 64;
    private static final int[] SINE = new int[ANGLES];

    static {
        for (int i = 0; i < ANGLES; i++) {
            SINE[i] = (int) StrictMath.round(ONE * StrictMath.sin(2 * StrictMath.PI * i / ANGLES));
        }
    }

    private final int[] canvas = new int[CHANNELS * AREA];
    private SplittableRandom random;

    private SyntheticPictures() {}

    /**
     * Draws them.
     *
     * @param train how many for training
     * @param test how many after them, for testing
     * @param classes ten names
     */
    public static Images draw(int train, int test, List<String> classes) {
        SyntheticPictures pictures = new SyntheticPictures();
        int[] labels = BalancedLabels.draw(train, test, classes.size(), new SplittableRandom(SEED));
        byte[][] pixels = new byte[labels.length][];
        for (int number = 0; number < labels.length; number++) {
            pixels[number] = pictures.picture(number, labels[number], classes.size());
        }
        return new Images(pixels, labels, classes, Batch.SHAPE, train);
    }

    private byte[] picture(int number, int label, int classes) {
        random = new SplittableRandom(SEED + 1 + number);
        boolean wrong = random.nextInt(WRONG_IN) == 0;
        int shown = wrong ? (label + 1 + random.nextInt(classes - 1)) % classes : label;
        background(shown);
        for (int i = 0; i < DISTRACTORS; i++) {
            distractor();
        }
        figure(Shape.values()[shown / 2], shown % 2 == 1);
        return withNoise();
    }

    private void background(int shown) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            int tint = ((shown >> channel) & 1) == 0 ? -TINT : TINT;
            int corner = ONE * (tint + between(60, 195));
            int right = between(-3 * ONE, 3 * ONE);
            int down = between(-3 * ONE, 3 * ONE);
            for (int y = 0; y < SIDE; y++) {
                int value = corner + (y - SIDE / 2) * down - SIDE / 2 * right;
                int row = channel * AREA + y * SIDE;
                for (int x = 0; x < SIDE; x++, value += right) {
                    canvas[row + x] = value >> 8;
                }
            }
        }
    }

    private void distractor() {
        int radius = between(2, 4);
        int centreX = between(0, SIDE - 1);
        int centreY = between(0, SIDE - 1);
        int[] colour = colour(20, 235);
        for (int y = Math.max(0, centreY - radius); y <= Math.min(SIDE - 1, centreY + radius); y++) {
            for (int x = Math.max(0, centreX - radius); x <= Math.min(SIDE - 1, centreX + radius); x++) {
                int dx = x - centreX;
                int dy = y - centreY;
                if (dx * dx + dy * dy <= radius * radius) {
                    paint(x, y, colour);
                }
            }
        }
    }

    private void figure(Shape shape, boolean checks) {
        int size = between(7 * ONE, 11 * ONE);
        int reach = size * 3 / 2 / ONE;
        int centreX = between(10, SIDE - 11);
        int centreY = between(10, SIDE - 11);
        int angle = between(0, 12);
        int textureAngle = random.nextInt(ANGLES);
        int period = between(5 * ONE / 2, 7 * ONE / 2);
        int[] one = colour(140, 235);
        int[] other = colour(20, 115);
        for (int y = Math.max(0, centreY - reach); y <= Math.min(SIDE - 1, centreY + reach); y++) {
            for (int x = Math.max(0, centreX - reach); x <= Math.min(SIDE - 1, centreX + reach); x++) {
                int dx = x - centreX;
                int dy = y - centreY;
                if (shape.covers(along(dx, dy, angle), along(dy, -dx, angle), size)) {
                    int band = Math.floorDiv(along(dx, dy, textureAngle), period);
                    if (checks) {
                        band += Math.floorDiv(along(dy, -dx, textureAngle), period);
                    }
                    paint(x, y, (band & 1) == 0 ? one : other);
                }
            }
        }
    }

    /** Projection of (dx, dy) on a direction. */
    private static int along(int dx, int dy, int angle) {
        return dx * SINE[(angle + ANGLES / 4) % ANGLES] + dy * SINE[angle];
    }

    private void paint(int x, int y, int[] colour) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            canvas[channel * AREA + y * SIDE + x] = colour[channel];
        }
    }

    /** Two dice of 256 sides instead of a normal number: a draw of 64 bits is then enough for four bytes. */
    private byte[] withNoise() {
        byte[] pixels = new byte[canvas.length];
        for (int i = 0; i < pixels.length; i += 4) {
            long bits = random.nextLong();
            for (int j = i; j < i + 4; j++, bits >>>= 16) {
                int noise = (int) (bits & 0xff) + (int) ((bits >>> 8) & 0xff) - 255;
                pixels[j] = (byte) Math.max(0, Math.min(255, canvas[j] + ((noise * NOISE) >> 8)));
            }
        }
        return pixels;
    }

    private int[] colour(int least, int most) {
        return new int[] {between(least, most), between(least, most), between(least, most)};
    }

    private int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** The shape, in coordinates from its centre; {@code size} is its reach. */
    private enum Shape {
        DISC {
            @Override
            boolean covers(int u, int v, int size) {
                return u * u + v * v <= size * size * 3 / 4;
            }
        },
        RING {
            @Override
            boolean covers(int u, int v, int size) {
                int squared = u * u + v * v;
                return squared <= size * size && squared >= size * size / 4;
            }
        },
        SQUARE {
            @Override
            boolean covers(int u, int v, int size) {
                return Math.max(Math.abs(u), Math.abs(v)) <= size * 3 / 4;
            }
        },
        TRIANGLE {
            @Override
            boolean covers(int u, int v, int size) {
                return v <= size / 2 && 5 * Math.abs(u) <= 3 * (v + size);
            }
        },
        CROSS {
            @Override
            boolean covers(int u, int v, int size) {
                return Math.max(Math.abs(u), Math.abs(v)) <= size && Math.min(Math.abs(u), Math.abs(v)) <= size / 3;
            }
        };

        abstract boolean covers(int u, int v, int size);
    }
}
