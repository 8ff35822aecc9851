package org.dropoutlab.data;

import java.util.Arrays;
import java.util.List;

/**
 * Images of one size, stored as bytes. The last ones may be the publisher's test set.
 *
 * @param pixels one array per image, [channel, row, column], each byte from 0 to 255
 * @param labels class of each image, an index into {@code classes}
 * @param classes names of the classes
 * @param shape of every image
 * @param trainExamples number of training images, which come first; all images if there is no test set
 */
public record Images(byte[][] pixels, int[] labels, List<String> classes, Shape shape, int trainExamples)
        implements Examples {
    private static final int SHOWN_PER_CLASS = 4;

    public Images {
        if (pixels.length != labels.length) {
            throw new IllegalArgumentException(pixels.length + " images but " + labels.length + " labels");
        }
        if (trainExamples < 1 || trainExamples > labels.length) {
            throw new IllegalArgumentException(
                    "there cannot be %d training images out of %d".formatted(trainExamples, labels.length));
        }
        for (byte[] image : pixels) {
            if (image.length != shape.size()) {
                throw new IllegalArgumentException(
                        "an image of %d bytes does not have shape %s".formatted(image.length, shape));
            }
        }
        classes = List.copyOf(classes);
    }

    /** The {@code examples} shown in a report: the first few of each class, in order. */
    public int[] shown(int[] examples) {
        int[] taken = new int[classes.size()];
        return Arrays.stream(examples)
                .filter(example -> taken[labels[example]]++ < SHOWN_PER_CLASS)
                .toArray();
    }

    /**
     * The size of an image.
     *
     * @param channels such as red, green and blue
     * @param height rows
     * @param width columns
     */
    public record Shape(int channels, int height, int width) {

        /** Number of bytes of an image. */
        public int size() {
            return channels * height * width;
        }
    }
}
