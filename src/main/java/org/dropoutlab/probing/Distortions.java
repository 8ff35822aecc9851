package org.dropoutlab.probing;

import java.util.SplittableRandom;

/** Inputs unlike the training data. Images are pixels from 0 to 1, row by row. */
final class Distortions {
    private Distortions() {}

    /** The image rotated anticlockwise about its centre by bilinear interpolation, with 0 outside. */
    static float[] turned(float[] image, int height, int width, int degrees) {
        double sine = Math.sin(Math.toRadians(degrees));
        double cosine = Math.cos(Math.toRadians(degrees));
        double middleY = (height - 1) / 2.0;
        double middleX = (width - 1) / 2.0;
        float[] turned = new float[image.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double dx = x - middleX;
                double dy = y - middleY;
                double fromX = cosine * dx - sine * dy + middleX;
                double fromY = sine * dx + cosine * dy + middleY;
                turned[y * width + x] = (float) interpolated(image, height, width, fromY, fromX);
            }
        }
        return turned;
    }

    private static double interpolated(float[] image, int height, int width, double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        double down = y - top;
        double right = x - left;
        return (1 - down)
                        * ((1 - right) * pixel(image, height, width, top, left)
                                + right * pixel(image, height, width, top, left + 1))
                + down
                        * ((1 - right) * pixel(image, height, width, top + 1, left)
                                + right * pixel(image, height, width, top + 1, left + 1));
    }

    private static double pixel(float[] image, int height, int width, int y, int x) {
        return y < 0 || y >= height || x < 0 || x >= width ? 0 : image[y * width + x];
    }

    /** The image's pixels in random order. */
    static float[] shuffled(float[] image, SplittableRandom random) {
        float[] shuffled = image.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            float pixel = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = pixel;
        }
        return shuffled;
    }

    /** Independent pixels, uniform between 0 and 1. */
    static float[] noise(int pixels, SplittableRandom random) {
        float[] noise = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            noise[i] = (float) random.nextDouble();
        }
        return noise;
    }
}
