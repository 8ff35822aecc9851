package org.dropoutlab.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import java.util.Optional;

/** A row of an image, as numbers from 0 to 255: samples are scaled to 8 bits, and transparent pixels are blended with white. */
interface PictureLine {
    /** The row that was read last, [channel][column]. */
    double[][] colours();

    /** Reads {@code row} from column {@code left} on. */
    void read(Raster raster, int left, int row);

    /** Reads rows of {@code width} pixels; empty for colours other than greyscale and RGB of up to 16 bits. */
    static Optional<PictureLine> of(ColorModel model, int width) {
        if (model instanceof IndexColorModel palette) {
            return Optional.of(new OfPalette(palette, new int[width], new double[3][width]));
        }
        int kind = model.getColorSpace().getType();
        boolean counts = Arrays.stream(model.getComponentSize()).allMatch(bits -> bits <= Short.SIZE)
                && (model instanceof DirectColorModel
                        || model.getTransferType() == DataBuffer.TYPE_BYTE
                        || model.getTransferType() == DataBuffer.TYPE_USHORT);
        if (!counts || (kind != ColorSpace.TYPE_GRAY && kind != ColorSpace.TYPE_RGB)) {
            return Optional.empty();
        }
        return Optional.of(new OfSamples(
                model,
                new int[width * model.getNumComponents()],
                new double[kind == ColorSpace.TYPE_GRAY ? 1 : 3][width]));
    }

    /** Of numbers that stand for colours. */
    record OfPalette(IndexColorModel palette, int[] numbers, double[][] colours) implements PictureLine {
        @Override
        public void read(Raster raster, int left, int row) {
            raster.getSamples(left, row, numbers.length, 1, 0, numbers);
            for (int column = 0; column < numbers.length; column++) {
                int colour = palette.getRGB(numbers[column]);
                double opaque = (colour >>> 24) / 255.0;
                for (int channel = 0; channel < 3; channel++) {
                    int value = (colour >>> (16 - 8 * channel)) & 0xff;
                    colours[channel][column] = value * opaque + 255 * (1 - opaque);
                }
            }
        }
    }

    /** Of numbers that are colours, and perhaps an opacity behind them. */
    record OfSamples(ColorModel model, int[] samples, double[][] colours) implements PictureLine {
        @Override
        public void read(Raster raster, int left, int row) {
            int width = colours[0].length;
            int bands = model.getNumComponents();
            raster.getPixels(left, row, width, 1, samples);
            for (int channel = 0; channel < colours.length; channel++) {
                double most = most(channel);
                for (int column = 0; column < width; column++) {
                    colours[channel][column] = samples[column * bands + channel] * 255 / most;
                }
            }
            if (model.hasAlpha()) {
                double most = most(bands - 1);
                for (int column = 0; column < width; column++) {
                    double opaque = samples[column * bands + bands - 1] / most;
                    for (double[] channel : colours) {
                        double value = model.isAlphaPremultiplied() ? channel[column] : channel[column] * opaque;
                        channel[column] = value + 255 * (1 - opaque);
                    }
                }
            }
        }

        private double most(int band) {
            return (1 << model.getComponentSize(band)) - 1;
        }
    }
}
