package org.dropoutlab.data.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dropoutlab.experiment.InputException;

/**
 * Size of an image.
 *
 * @param width columns of pixels
 * @param height rows of pixels
 */
public record ImageSize(int width, int height) {
    private static final int MOST = 4096;
    private static final Pattern TYPED = Pattern.compile("([0-9]{1,9})\\s*[xX×]\\s*([0-9]{1,9})");

    /**
     * Parses a size.
     *
     * @param text such as {@code 64x48}, width first
     * @throws InputException if it is not a size from 1×1 to 4096×4096
     */
    public static ImageSize parse(String text) {
        Matcher typed = TYPED.matcher(text.strip());
        if (!typed.matches()) {
            throw new InputException("'%s' is not an image size; expected width x height, as in 32x32".formatted(text));
        }
        ImageSize size = new ImageSize(Integer.parseInt(typed.group(1)), Integer.parseInt(typed.group(2)));
        if (size.width < 1 || size.height < 1 || size.width > MOST || size.height > MOST) {
            throw new InputException("image sizes are from 1x1 to %dx%1$d, not %s".formatted(MOST, text));
        }
        return size;
    }

    /** Number of pixels. */
    long area() {
        return (long) width * height;
    }

    /** Width × height. */
    @Override
    public String toString() {
        return width + "×" + height;
    }
}
