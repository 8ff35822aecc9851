package org.dropoutlab.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.dropoutlab.data.image.PictureFile.Picture;
import org.dropoutlab.data.table.TableLayout.BadRows;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images as cameras and browsers write them, whatever their names; files in base64 were written by Pillow 9.4. */
class PictureFormatsTest {
    /** 4×2 pixels without loss: red is 20 + 40 column, green 200 − 100 row, blue 30. */
    private static final String WEBP =
            "UklGRjoAAABXRUJQVlA4TC0AAAAvA0AAAD8gEEjyZxhoRIJsm0Mcov40wxmP+Y8/ADSEEBAIkLEFLR60iOh/4AEA";
    /** 8×8 pixels of cyan 0, magenta 128, yellow 255, black 64 out of 255. */
    private static final String INK =
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/8AA"
                    + "FAgACAAIBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQci"
                    + "cRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqi"
                    + "o6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD9/Kjr+f8Ar78r/9k=";
    /** 16×8 grey pixels, the left half black and the right half white, to be turned right by EXIF orientation 6. */
    private static final String TURNED =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUG"
                    + "BgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wAALCAAIABABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgED"
                    + "AwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZn"
                    + "aGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEB"
                    + "AAA/AP5/6/v8r//Z";

    @TempDir
    private Path folder;

    private PictureFile file(String name, String base64) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, Base64.getDecoder().decode(base64));
        return new PictureFile(path);
    }

    private static int[] unsigned(Picture picture) {
        int[] numbers = new int[picture.pixels().length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Byte.toUnsignedInt(picture.pixels()[i]);
        }
        return numbers;
    }

    @Test
    void webPIsRead() throws IOException {
        Picture picture = file("a.webp", WEBP).read(new ImageSize(4, 2));

        assertThat(unsigned(picture))
                .containsExactly(
                        20, 60, 100, 140, 20, 60, 100, 140, // red
                        200, 200, 200, 200, 100, 100, 100, 100, // green
                        30, 30, 30, 30, 30, 30, 30, 30); // blue
    }

    /** Without a profile, ink is the product of what each colour lets through: 255 (1 − c)(1 − k), up to rounding of the JPEG. */
    @Test
    void theColoursOfPrintBecomeThoseOfAScreen() throws IOException {
        Picture picture = file("ink.jpg", INK).read(new ImageSize(8, 8));

        int[] numbers = unsigned(picture);
        assertThat(numbers[20]).isCloseTo(191, within(2));
        assertThat(numbers[64 + 20]).isCloseTo(95, within(2));
        assertThat(numbers[128 + 20]).isCloseTo(0, within(2));
    }

    @Test
    void aPictureIsTurnedAsTheCameraNoted() throws IOException {
        PictureFile file = file("turned.jpg", TURNED);

        assertThat(file.size()).isEqualTo(new ImageSize(8, 16));
        Picture picture = file.read(new ImageSize(8, 16));
        assertThat(picture.original()).isEqualTo(new ImageSize(8, 16));
        int[] numbers = unsigned(picture);
        for (int place = 0; place < 64; place++) {
            assertThat(numbers[place]).as("upper half").isLessThan(10);
            assertThat(numbers[64 + place]).as("lower half").isGreaterThan(245);
        }
    }

    /** TIFF 6.0, page 36: the side of the shown picture on which the stored first row and first column lie. */
    @ParameterizedTest
    @CsvSource({
        "NORMAL, top, left",
        "MIRRORED, top, right",
        "UPSIDE_DOWN, bottom, right",
        "FLIPPED, bottom, left",
        "TRANSPOSED, left, top",
        "TURNED_RIGHT, right, top",
        "TRANSVERSED, right, bottom",
        "TURNED_LEFT, left, bottom"
    })
    void theFirstRowAndColumnLieWhereTheStandardSays(Orientation orientation, String row, String column) {
        BufferedImage stored = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 3; x++) {
                stored.getRaster().setSample(x, y, 0, 10 * y + x);
            }
        }

        BufferedImage shown = orientation.turned(stored);

        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 3; x++) {
                int down = distance("top", row, y, column, x, shown.getHeight());
                int across = distance("left", row, y, column, x, shown.getWidth());
                assertThat(shown.getRaster().getSample(across, down, 0))
                        .as("stored row %d, column %d", y, x)
                        .isEqualTo(10 * y + x);
            }
        }
    }

    /** Distance from the top or left side, given where rows and columns are counted from. */
    private static int distance(String side, String row, int y, String column, int x, int length) {
        String opposite = side.equals("top") ? "bottom" : "right";
        if (row.equals(side) || row.equals(opposite)) {
            return row.equals(side) ? y : length - 1 - y;
        }
        return column.equals(side) ? x : length - 1 - x;
    }

    @Test
    void theBytesCountAndNotTheName() throws IOException {
        PictureFolders.layOut(folder, 2, 3);
        Files.move(firstOfA(), folder.resolve("a/0000.jpg"));
        file("a/other.dat", WEBP);

        assertThat(ImageFolder.read(folder, Optional.empty()).images().size()).isEqualTo(7);
    }

    private Path firstOfA() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("a"))) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    private void breakSome() throws IOException {
        PictureFolders.layOut(folder, 2, 3);
        Files.createFile(folder.resolve("a/empty.png"));
        Files.writeString(folder.resolve("b/text.jpg"), "not an image");
        byte[] whole = Files.readAllBytes(firstOfA());
        Files.write(folder.resolve("a/half.png"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(folder.resolve("b/phone.heic"), "\0\0\0\u0018ftypheic\0\0\0\0mif1heic");
    }

    @Test
    void allThatCannotBeReadIsListedAtOnce() throws IOException {
        breakSome();

        assertThatThrownBy(() -> ImageFolder.read(folder, Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        """
                        %s: 4 of 10 images cannot be read; remove them, or use --skip-bad-rows:
                          a/empty.png (empty file)
                          a/half.png (damaged or truncated file)
                          b/phone.heic (format not supported; convert it to PNG or JPEG)
                          b/text.jpg (not an image but text)"""
                                .formatted(folder));
    }

    @Test
    void theOthersAreUsedIfAsked() throws IOException {
        breakSome();

        ImageFolder read = ImageFolder.read(folder, Optional.empty(), BadRows.SKIP);

        assertThat(read.images().size()).isEqualTo(6);
        assertThat(read.loaded().info().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.kind()).isEqualTo(DataWarning.Kind.BAD_ROWS);
            assertThat(warning.message()).startsWith("4 of 10 images cannot be read and are left out: a/empty.png (");
        });
    }

    @Test
    void copiesInTwoClassesContradictEachOther() throws IOException {
        PictureFolders.layOut(folder, 2, 3);
        Path original = firstOfA();
        Files.copy(original, folder.resolve("a/z-copy.png"));
        Files.copy(original, folder.resolve("b/z-copy.png"));

        assertThat(ImageFolder.read(folder, Optional.empty()).warnings())
                .extracting(DataWarning::kind)
                .containsExactly(DataWarning.Kind.DUPLICATE_ROWS, DataWarning.Kind.CONTRADICTORY_ROWS);
    }

    /** 24 million pixels are decoded at a lower resolution, which does not change a plain picture. */
    @Test
    void aHugePictureIsReadWithFewerPixels() throws IOException {
        BufferedImage huge = new BufferedImage(6000, 4000, BufferedImage.TYPE_BYTE_BINARY);
        huge.getRaster().setSamples(0, 2000, 6000, 2000, 0, new int[6000 * 2000]);
        for (int row = 0; row < 2000; row++) {
            for (int column = 0; column < 6000; column++) {
                huge.getRaster().setSample(column, row, 0, 1);
            }
        }
        Path path = folder.resolve("huge.png");
        ImageIO.write(huge, "png", path.toFile());

        Picture picture = new PictureFile(path).read(new ImageSize(6, 4));

        assertThat(picture.original()).isEqualTo(new ImageSize(6000, 4000));
        assertThat(unsigned(picture)).startsWith(255, 255, 255, 255, 255, 255).endsWith(0, 0, 0, 0, 0, 0);
    }
}
