package org.dropoutlab.report.figures;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngTest {
    private static final int SIGNATURE = 8;

    /** Oracle: Java's own reader. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "37, 23", "800, 3"})
    void javaReadsTheSamePixels(int width, int height) throws IOException {
        BufferedImage bitmap = random(width, height);

        BufferedImage read = ImageIO.read(new ByteArrayInputStream(Png.of(bitmap)));

        assertThat(read.getWidth()).isEqualTo(width);
        assertThat(read.getHeight()).isEqualTo(height);
        assertThat(read.getRGB(0, 0, width, height, null, 0, width))
                .isEqualTo(bitmap.getRGB(0, 0, width, height, null, 0, width));
    }

    /** Java's reader does not look at the checksums, browsers do. */
    @ParameterizedTest
    @CsvSource({"1, 1", "37, 23"})
    void everyChunkEndsWithTheChecksumOfItsTypeAndContent(int width, int height) {
        ByteBuffer file = ByteBuffer.wrap(Png.of(random(width, height))).position(SIGNATURE);

        List<String> types = new ArrayList<>();
        while (file.hasRemaining()) {
            byte[] typed = new byte[4 + file.getInt()];
            file.get(typed);
            CRC32 checksum = new CRC32();
            checksum.update(typed);
            assertThat(file.getInt()).isEqualTo((int) checksum.getValue());
            types.add(new String(typed, 0, 4, US_ASCII));
        }

        assertThat(types).containsExactly("IHDR", "IDAT", "IEND");
    }

    private static BufferedImage random(int width, int height) {
        BufferedImage bitmap = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                bitmap.setRGB(x, y, random.nextInt());
            }
        }
        return bitmap;
    }
}
