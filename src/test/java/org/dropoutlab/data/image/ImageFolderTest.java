package org.dropoutlab.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Images.Shape;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.data.split.Splits;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
    private static final Optional<ImageSize> AS_FOUND = Optional.empty();

    @TempDir
    private Path folder;

    private final Random random = new Random(8);

    /** Oracle: the bytes that were written. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff"})
    void losslessFormatsGiveTheBytesThatWereWritten(String format) throws IOException {
        Images written = images(12, 3, 7, 5);
        PictureFolders.write(folder, written, 3, format);

        Images read = read().images();

        assertSame(read, written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff", "gif"})
    void greyStaysOneChannelAsItIs(String format) throws IOException {
        Images written = images(12, 1, 7, 5);
        PictureFolders.write(folder, written, 3, format);

        ImageFolder read = read();

        assertSame(read.images(), written);
        assertThat(read.decisions())
                .contains("all images are greyscale: one channel", "all images are 5×7 pixels, width × height");
    }

    /** JPEG loses something, but not its colours: a plain image stays plain, up to rounding in its conversion of colours. */
    @Test
    void aPlainJpegStaysPlain() throws IOException {
        PictureFolders.save(folder.resolve("one/1.jpg"), plain(new Color(200, 30, 90), 20, 10), "jpg");
        PictureFolders.save(folder.resolve("two/2.jpg"), plain(new Color(10, 10, 10), 20, 10), "jpg");

        Images read = read().images();

        assertThat(read.shape()).isEqualTo(new Shape(3, 10, 20));
        int[] colour = {200, 30, 90};
        for (int i = 0; i < 600; i++) {
            assertThat(Byte.toUnsignedInt(read.pixels()[0][i])).isCloseTo(colour[i / 200], within(2));
        }
    }

    @Test
    void oneColouredImageMakesAllHaveThreeChannels() throws IOException {
        PictureFolders.save(folder.resolve("grey/1.png"), PictureFolders.picture(bytes(4), new Shape(1, 2, 2)), "png");
        PictureFolders.save(folder.resolve("red/1.png"), plain(Color.RED, 2, 2), "png");

        Images read = read().images();

        assertThat(read.shape().channels()).isEqualTo(3);
        byte[] grey = read.pixels()[0];
        assertThat(Arrays.copyOfRange(grey, 4, 8)).isEqualTo(Arrays.copyOf(grey, 4));
        assertThat(Arrays.copyOfRange(grey, 8, 12)).isEqualTo(Arrays.copyOf(grey, 4));
        assertThat(read.pixels()[1]).containsExactly(-1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void mixedSizesBecomeOne() throws IOException {
        for (int i = 0; i < 4; i++) {
            PictureFolders.save(
                    folder.resolve("class%d/%d.png".formatted(i % 2, i)), plain(Color.ORANGE, 17 + 50 * i, 90), "png");
        }

        ImageFolder read = read();

        assertThat(read.images().shape()).isEqualTo(new Shape(3, 32, 32));
        assertThat(read.decisions())
                .contains(
                        "images range from 17×90 to 167×90 pixels, width × height; each is centre-cropped and scaled to 32×32");
    }

    @Test
    void aPlainImageStaysPlainInEverySize() throws IOException {
        PictureFolders.save(folder.resolve("a/1.png"), plain(new Color(200, 30, 91), 61, 47), "png");
        PictureFolders.save(folder.resolve("b/1.png"), plain(new Color(7, 250, 0), 61, 47), "png");

        for (String size : List.of("1x1", "7x90", "100x3", "61x47", "122x94")) {
            Images read =
                    ImageFolder.read(folder, Optional.of(ImageSize.parse(size))).images();
            int area = read.shape().height() * read.shape().width();
            int[] colour = {200, 30, 91};
            for (int i = 0; i < 3 * area; i++) {
                assertThat(Byte.toUnsignedInt(read.pixels()[0][i])).as(size).isEqualTo(colour[i / area]);
            }
        }
    }

    /** What is taken is the middle: a wide image loses its sides, a high one its top and bottom. */
    @Test
    void proportionsAreKeptByLeavingOutWhatIsBesideTheMiddle() throws IOException {
        BufferedImage wide = plain(Color.BLACK, 30, 10);
        BufferedImage high = plain(Color.BLACK, 10, 30);
        for (int i = 10; i < 20; i++) {
            for (int j = 0; j < 10; j++) {
                wide.setRGB(i, j, Color.GREEN.getRGB());
                high.setRGB(j, i, Color.GREEN.getRGB());
            }
        }
        PictureFolders.save(folder.resolve("high/1.png"), high, "png");
        PictureFolders.save(folder.resolve("wide/1.png"), wide, "png");

        Images read =
                ImageFolder.read(folder, Optional.of(ImageSize.parse("5x5"))).images();

        for (byte[] image : read.pixels()) {
            for (int i = 0; i < 75; i++) {
                assertThat(image[i]).isEqualTo((byte) (i / 25 == 1 ? 255 : 0));
            }
        }
    }

    @Test
    void sixteenBitsBecomeEight() throws IOException {
        BufferedImage grey = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < 256; i++) {
            grey.getRaster().setSample(i, 0, 0, i * 257);
        }
        PictureFolders.save(folder.resolve("a/1.png"), grey, "png");
        PictureFolders.save(folder.resolve("b/1.png"), grey, "png");

        Images read = read().images();

        assertThat(read.shape()).isEqualTo(new Shape(1, 1, 256));
        for (int i = 0; i < 256; i++) {
            assertThat(Byte.toUnsignedInt(read.pixels()[0][i])).isEqualTo(i);
        }
    }

    /** By hand: half of 100 and half of white are 177.5 where half is 128 of 255: 100·128/255 + 255·127/255 = 177.2. */
    @Test
    void whatIsTransparentLiesOnWhite() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00646464);
        image.setRGB(1, 0, 0x80646464);
        image.setRGB(2, 0, 0xff646464);
        PictureFolders.save(folder.resolve("a/1.png"), image, "png");
        PictureFolders.save(folder.resolve("b/1.png"), image, "png");

        assertThat(read().images().pixels()[0]).containsExactly((byte) 255, (byte) 177, (byte) 100);
    }

    @Test
    void trainAndTestAreThePublishersParts() throws IOException {
        PictureFolders.layOutParts(folder, 3, 4, 2);

        ImageFolder read = read();

        assertThat(read.images().trainExamples()).isEqualTo(12);
        assertThat(read.images().size()).isEqualTo(18);
        assertThat(read.images().labels()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 1, 1, 2, 2);
        Fold fold = Splits.of(read.images(), new HeldOutTest(1, OptionalInt.empty(), OptionalInt.empty(), 0.5), 1)
                .get(0);
        assertThat(fold.test()).containsExactly(12, 13, 14, 15, 16, 17);
    }

    @Test
    void withoutTestImagesThereAreFoldsAndNoHeldOutTest() throws IOException {
        PictureFolders.layOut(folder, 3, 4);
        Images images = read().images();

        List<Fold> folds = Splits.of(images, Resampling.of(4, 1), 1);

        assertThat(folds.stream()
                        .flatMapToInt(fold -> Arrays.stream(fold.test()))
                        .sorted())
                .containsExactlyElementsOf(IntStream.range(0, 12).boxed().toList());
        HeldOutTest heldOut = new HeldOutTest(1, OptionalInt.empty(), OptionalInt.empty(), 0.3);
        assertThatThrownBy(() -> Splits.check(images, heldOut))
                .isInstanceOf(InputException.class)
                .hasMessage("this data set has no separate test set; use cross-validation");
    }

    /** Files come in another order from a folder to which they were written in another order, on most file systems. */
    @Test
    void theOrderInWhichFilesWereWrittenDoesNotMatter(@TempDir Path other) throws IOException {
        List<String> names = List.of("a/2.png", "a/10.png", "b/x.png", "b/X.png", "b/Ä.png");
        for (int i = 0; i < names.size(); i++) {
            PictureFolders.save(folder.resolve(names.get(i)), plain(new Color(i, 0, 0), 3, 3), "png");
            int last = names.size() - 1 - i;
            PictureFolders.save(other.resolve(names.get(last)), plain(new Color(last, 0, 0), 3, 3), "png");
        }

        ImageFolder one = read();
        ImageFolder same = ImageFolder.read(other, AS_FOUND);

        assertSame(one.images(), same.images());
        assertThat(one.sha256()).isEqualTo(same.sha256());
        assertThat(one.loaded().info().fingerprint()).isEqualTo("sha256:" + one.sha256());
        assertThat(one.loaded().info().provenance()).isEqualTo(Provenance.OWN);
        // By their names' characters: 10 before 2, capitals before small letters.
        assertThat(Arrays.stream(one.images().pixels()).map(image -> (int) image[0]))
                .containsExactly(1, 0, 3, 2, 4);
    }

    @Test
    void theFingerprintIsThatOfNamesBytesAndSize() throws IOException {
        PictureFolders.layOut(folder, 2, 2);
        String before = read().sha256();

        assertThat(ImageFolder.read(folder, Optional.of(ImageSize.parse("16x16")))
                        .sha256())
                .isNotEqualTo(before);
        Path first = folder.resolve("a").resolve("renamed.png");
        Files.move(firstOf("a"), first);
        String renamed = read().sha256();
        assertThat(renamed).isNotEqualTo(before);
        PictureFolders.save(first, plain(Color.PINK, 32, 32), "png");
        assertThat(read().sha256()).isNotEqualTo(renamed);
    }

    @Test
    void whatIsNoImageIsLeftOutAndCounted() throws IOException {
        PictureFolders.layOut(folder, 2, 3);
        for (String name :
                List.of("a/.DS_Store", "a/._1.png", ".hidden/x.png", "a/Thumbs.db", "b/notes.txt", "readme.md")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), "not an image");
        }
        PictureFolders.save(folder.resolve("a/more/1.png"), plain(Color.RED, 2, 2), "png");

        ImageFolder read = read();

        assertThat(read.images().size()).isEqualTo(6);
        assertThat(read.decisions())
                .contains(
                        "3 ignored: hidden",
                        "2 ignored: files that are not images",
                        "1 ignored: files outside the class folders",
                        "1 ignored: subfolders of a class folder",
                        "2 classes: a (3), b (3)");
    }

    @Test
    void linksThatLeadOutsideAreNotFollowed(@TempDir Path elsewhere) throws IOException {
        PictureFolders.layOut(folder, 2, 2);
        PictureFolders.save(elsewhere.resolve("secret/1.png"), plain(Color.RED, 32, 32), "png");
        Files.createSymbolicLink(folder.resolve("a/out.png"), elsewhere.resolve("secret/1.png"));
        Files.createSymbolicLink(folder.resolve("out"), elsewhere.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("a/nowhere.png"), folder.resolve("gone.png"));
        Files.createSymbolicLink(folder.resolve("b/within.png"), firstOf("a"));

        ImageFolder read = read();

        assertThat(read.images().classes()).containsExactly("a", "b");
        assertThat(read.images().labels()).containsExactly(0, 0, 1, 1, 1);
        assertThat(read.decisions()).contains("3 ignored: broken symbolic links, or links out of the folder");
        assertThat(read.warnings()).extracting(DataWarning::kind).containsExactly(DataWarning.Kind.CONTRADICTORY_ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff"})
    void aFileThatWasCutOffIsNamed(String format) throws IOException {
        Images images = images(6, 3, 40, 40);
        if (format.equals("gif")) {
            images = images(6, 1, 40, 40);
        }
        PictureFolders.write(folder, images, 2, format);
        Path broken = folder.resolve("class 0/0001." + format);
        byte[] whole = Files.readAllBytes(broken);
        Files.write(broken, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(broken + ": cannot be read as an image (")
                .hasMessageNotContaining("\n");
    }

    /** Several broken files are told in the order of their names, however many threads read. */
    @Test
    void whatIsNoImageInsideIsRefused() throws IOException {
        PictureFolders.layOut(folder, 3, 3);
        for (String name : List.of("a/zzz.png", "b/0.jpg", "c/0.gif")) {
            Files.writeString(folder.resolve(name), "not an image");
        }

        for (int i = 0; i < 20; i++) {
            assertRefused(folder
                    + ": 3 of 12 images cannot be read; remove them, or use --skip-bad-rows:\n  a/zzz.png (not an image but text)"
                    + "\n  b/0.jpg (not an image but text)\n  c/0.gif (not an image but text)");
        }
    }

    @Test
    void formatsThatAreNotReadAreNotJustLeftOut() throws IOException {
        PictureFolders.layOut(folder, 2, 3);
        Files.writeString(folder.resolve("a/x.AVIF"), "\0\0\0\u0018ftypavif");

        assertRefused(
                folder.resolve("a/x.AVIF")
                        + ": cannot be read as an image (format not supported; convert it to PNG or JPEG); remove it, or use --skip-bad-rows");
    }

    @Test
    void foldersThatAreNotLaidOutSoAreRefused() throws IOException {
        Path gone = folder.resolve("gone");
        assertThatThrownBy(() -> ImageFolder.read(gone, AS_FOUND))
                .isInstanceOf(InputException.class)
                .hasMessage(gone + " does not exist; expected a folder with one subfolder of images per class");
        assertRefused(
                folder + ": no subfolders; put the images of each class into a subfolder named after the" + " class");
        PictureFolders.layOut(folder, 1, 2);
        assertRefused(folder + ": a is the only class; at least two are needed");
        Files.createDirectories(folder.resolve("b"));
        assertRefused(folder.resolve("b") + ": no images; remove the folder if it is not a class");
    }

    @Test
    void halvesOfTrainAndTestAreRefused() throws IOException {
        PictureFolders.layOut(folder.resolve("train"), 2, 2);
        assertRefused(folder + ": found train, but not both train and test; pass " + folder.resolve("train")
                + " itself to draw test images from it");
        PictureFolders.layOut(folder.resolve("test"), 3, 1);
        assertRefused(folder.resolve("train") + ": no class folder c, but test has one");
        PictureFolders.layOut(folder.resolve("train"), 4, 2);
        assertRefused(folder.resolve("test") + ": no class folder d, but train has one");
        PictureFolders.layOut(folder.resolve("test"), 4, 1);
        PictureFolders.layOut(folder.resolve("val"), 4, 1);
        assertThat(read().decisions())
                .contains("1 ignored: a folder of validation images, which are drawn from train instead");
        PictureFolders.layOut(folder.resolve("more"), 2, 1);
        assertRefused(folder + ": unexpected folder more next to train and test; each class needs a folder in both");
    }

    /** A class of trains, and one of tests. */
    @Test
    void classesMayBeCalledTrainAndTest() throws IOException {
        PictureFolders.save(folder.resolve("train/1.png"), plain(Color.RED, 4, 4), "png");
        PictureFolders.save(folder.resolve("test/1.png"), plain(Color.RED, 4, 4), "png");

        assertThat(read().images().classes()).containsExactly("test", "train");
    }

    @Test
    void moreThanFitsInMemoryIsRefusedBeforeItIsRead() throws IOException {
        for (int i = 0; i < 44; i++) {
            Path file = folder.resolve("class%d/%d.png".formatted(i % 2, i));
            Files.createDirectories(file.getParent());
            Files.writeString(file, "never read");
        }

        assertThatThrownBy(() -> ImageFolder.read(folder, Optional.of(ImageSize.parse("4096x4096"))))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        folder
                                + ": 44 images of 4096×4096 pixels need 2.1 GB of memory; choose a smaller --size, as in 32x32");
    }

    @Test
    void sizesAreTypedWithTheWidthFirst() {
        assertThat(ImageSize.parse(" 64X48 ")).isEqualTo(new ImageSize(64, 48));
        for (String wrong : List.of("64", "64x", "x48", "-1x4", "64x48x3", "", "0x5", "5000x5", "9999999999x1")) {
            assertThatThrownBy(() -> ImageSize.parse(wrong)).isInstanceOf(InputException.class);
        }
    }

    private Path firstOf(String label) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(label))) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    private ImageFolder read() {
        return ImageFolder.read(folder, AS_FOUND);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessage(message);
    }

    private static void assertSame(Images read, Images written) {
        assertThat(read.pixels()).isDeepEqualTo(written.pixels());
        assertThat(read.labels()).isEqualTo(written.labels());
        assertThat(read.classes()).isEqualTo(written.classes());
        assertThat(read.shape()).isEqualTo(written.shape());
        assertThat(read.trainExamples()).isEqualTo(written.trainExamples());
    }

    /** Images of random bytes in three classes, class by class. */
    private Images images(int size, int channels, int height, int width) {
        byte[][] pixels = new byte[size][];
        for (int i = 0; i < size; i++) {
            pixels[i] = bytes(channels * height * width);
        }
        int[] labels = IntStream.range(0, size).map(i -> 3 * i / size).toArray();
        return new Images(
                pixels, labels, List.of("class 0", "class 1", "class 2"), new Shape(channels, height, width), size);
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static BufferedImage plain(Color colour, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colour.getRGB());
            }
        }
        return image;
    }
}
