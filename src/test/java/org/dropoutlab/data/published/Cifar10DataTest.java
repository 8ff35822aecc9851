package org.dropoutlab.data.published;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.published.DataSource.Contents;
import org.dropoutlab.data.published.TinyCifar10.Tar;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Cifar10DataTest {
    private static final String OTHER = "0".repeat(64);
    private static final String GET_AGAIN = "; delete it and download it again with: ./lab data fetch cifar10";
    private static final String NOT_THE_PUBLISHERS = "; this is not the publisher's archive";

    @TempDir
    private Path directory;

    @Test
    void folderAndArchiveHoldTheSamePictures() throws IOException {
        TinyCifar10.layOutArchive(directory, Tar.whole().gzipped());
        Images archived = read();
        TinyCifar10.layOutFolder(directory);
        Images unpacked = read();

        assertThat(archived.labels()).isEqualTo(unpacked.labels()).isEqualTo(TinyCifar10.labels());
        assertThat(archived.pixels()).isDeepEqualTo(unpacked.pixels());
        assertThat(archived.trainExamples()).isEqualTo(unpacked.trainExamples()).isEqualTo(5 * TinyCifar10.RECORDS);
        assertThat(archived.shape()).isEqualTo(new Images.Shape(3, 32, 32));
        assertThat(archived.classes()).startsWith("airplane", "automobile").endsWith("ship", "truck");
    }

    @Test
    void picturesAreWhatFollowsTheirLabelInTheOrderOfTheFiles() throws IOException {
        TinyCifar10.layOutFolder(directory);

        byte[][] pixels = read().pixels();

        byte[] third = TinyCifar10.batch("data_batch_3.bin");
        assertThat(pixels[2 * TinyCifar10.RECORDS + 1]).isEqualTo(Arrays.copyOfRange(third, 3074, 6146));
        byte[] test = TinyCifar10.batch("test_batch.bin");
        assertThat(pixels[5 * TinyCifar10.RECORDS]).isEqualTo(Arrays.copyOfRange(test, 1, 3073));
    }

    @Test
    void theOrderOfAnArchivesEntriesDoesNotMatter() throws IOException {
        TinyCifar10.layOutArchive(directory, Tar.whole().gzipped());
        Images inOrder = read();
        List<String> turned =
                Stream.of(5, 3, 0, 4, 1, 2).map(TinyCifar10.NAMES::get).toList();
        TinyCifar10.layOutArchive(directory, new Tar().batches(turned).gzipped());

        assertThat(read().pixels()).isDeepEqualTo(inOrder.pixels());
    }

    @Test
    void namesMayBeginWithTheFolderThatTarWasCalledIn() throws IOException {
        Tar tar = new Tar();
        TinyCifar10.NAMES.forEach(name -> tar.file("./cifar-10-batches-bin/" + name, TinyCifar10.batch(name)));
        TinyCifar10.layOutArchive(directory, tar.gzipped());

        assertThat(read().labels()).isEqualTo(TinyCifar10.labels());
    }

    @Test
    void anArchiveIsOfficialIfItsBytesAreThePublishers() throws IOException {
        byte[] archive = Tar.whole().gzipped();
        TinyCifar10.layOutArchive(directory, archive);

        assertThat(provenance(Checksum.sha256(archive))).isEqualTo(Provenance.OFFICIAL);
        assertThat(provenance(OTHER)).isEqualTo(Provenance.UNVERIFIED);
        assertThat(TinyCifar10.source(OTHER).read(directory).sha256()).isEqualTo(Checksum.sha256(archive));
    }

    @Test
    void theChecksumCoversWhatFollowsTheCompressedData() throws IOException {
        byte[] archive = Tar.whole().gzipped();
        byte[] longer = Arrays.copyOf(archive, archive.length + 100_000);
        TinyCifar10.layOutArchive(directory, longer);

        assertThat(TinyCifar10.source(OTHER).read(directory).sha256()).isEqualTo(Checksum.sha256(longer));
        assertThat(provenance(Checksum.sha256(archive))).isEqualTo(Provenance.UNVERIFIED);
    }

    @Test
    void unpackedFilesAreNeverOfficialAndTheirChecksumIsThatOfTheSixInOrder() throws IOException {
        TinyCifar10.layOutFolder(directory);
        Files.writeString(TinyCifar10.folder(directory).resolve("batches.meta.txt"), "airplane\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : TinyCifar10.NAMES) {
            all.write(TinyCifar10.batch(name));
        }
        String checksum = Checksum.sha256(all.toByteArray());

        assertThat(TinyCifar10.source(OTHER).read(directory).sha256()).isEqualTo(checksum);
        assertThat(provenance(checksum)).isEqualTo(Provenance.UNVERIFIED);
    }

    @Test
    void isThereAsArchiveOrAsFolder() throws IOException {
        Cifar10Data source = TinyCifar10.source(OTHER);
        assertThat(source.isIn(directory)).isFalse();

        TinyCifar10.layOutArchive(directory, new byte[0]);
        assertThat(source.isIn(directory)).isTrue();

        Files.delete(TinyCifar10.archive(directory));
        Files.createDirectory(TinyCifar10.folder(directory));
        assertThat(source.isIn(directory)).isTrue();
    }

    private interface Damage {
        void in(Path folder) throws IOException;
    }

    private static Arguments folder(String what, Damage damage, String message) {
        return Arguments.of(what, damage, message);
    }

    static Stream<Arguments> badFolders() {
        byte[] batch = TinyCifar10.batch("data_batch_2.bin");
        byte[] badLabel = batch.clone();
        badLabel[2 * 3073] = 10;
        byte[] worstLabel = batch.clone();
        worstLabel[0] = -1;
        String file = "data_batch_2.bin";
        return Stream.of(
                folder(
                        "missing",
                        f -> Files.delete(f.resolve(file)),
                        "FILE does not exist; unpack the archive again, or use cifar10/cifar-10-binary.tar.gz instead of the folder"
                                + " cifar-10-batches-bin"),
                folder(
                        "a folder",
                        f -> {
                            Files.delete(f.resolve(file));
                            Files.createDirectory(f.resolve(file));
                        },
                        "FILE is not a file"),
                folder("empty", f -> Files.write(f.resolve(file), new byte[0]), "FILE: empty"),
                folder(
                        "truncated",
                        f -> Files.write(f.resolve(file), Arrays.copyOf(batch, 3 * 3073 - 1)),
                        "FILE: truncated: 9,218 bytes (2 whole records), expected 12,292 (4 records of 3,073)"),
                folder(
                        "too long",
                        f -> Files.write(f.resolve(file), Arrays.copyOf(batch, 12_293)),
                        "FILE: too long: 12,293 bytes (4 whole records), expected 12,292 (4 records of 3,073)"),
                folder(
                        "label 10",
                        f -> Files.write(f.resolve(file), badLabel),
                        "FILE, record 3 (byte 6,147): label 10, expected 0 to 9"),
                folder(
                        "label 255",
                        f -> Files.write(f.resolve(file), worstLabel),
                        "FILE, record 1 (byte 1): label 255, expected 0 to 9"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFolders")
    void refusesABadFileInOneLineThatSaysWhere(String what, Damage damage, String message) throws IOException {
        TinyCifar10.layOutFolder(directory);
        damage.in(TinyCifar10.folder(directory));

        assertRefused(message.replace(
                "FILE",
                TinyCifar10.folder(directory).resolve("data_batch_2.bin").toString()));
    }

    @Test
    void namesTheFileThatEndsWhileItIsRead() {
        assertThatThrownBy(() -> Batch.read(
                        new ByteArrayInputStream(new byte[4000]), TinyCifar10.BATCH_BYTES, TinyCifar10.RECORDS, "FILE"))
                .isInstanceOf(EOFException.class)
                .hasMessage("ends within record 2");
    }

    @Test
    void saysHowToGetWhatIsNotThere() {
        assertRefused(TinyCifar10.archive(directory) + " does not exist; download it with: ./lab data fetch cifar10");
    }

    @Test
    void anArchiveIsAFile() throws IOException {
        Files.createDirectories(TinyCifar10.archive(directory));

        assertRefused(TinyCifar10.archive(directory) + " is not a file");
    }

    private static Arguments archive(String what, byte[] bytes, String message) {
        return Arguments.of(what, bytes, message);
    }

    private static Arguments tar(String what, Consumer<Tar> before, String message) {
        Tar tar = new Tar().folder();
        before.accept(tar);
        return Arguments.of(what, tar.batches(TinyCifar10.NAMES).gzipped(), message + NOT_THE_PUBLISHERS);
    }

    private static Arguments path(String path) {
        return tar(path, t -> t.file(path, new byte[1]), "FILE, entry " + path + ": the path leads out of the archive");
    }

    private static Arguments special(String what, int type) {
        return tar(what, t -> t.special("x", type), "FILE, entry x: the entry is " + what);
    }

    static Stream<Arguments> badArchives() {
        byte[] whole = Tar.whole().gzipped();
        byte[] damaged = whole.clone();
        damaged[10] |= 6; // of the four types of compressed block the fourth, which does not exist
        byte[] wrongSum = whole.clone();
        wrongSum[whole.length - 8]++;
        byte[] padded = Tar.whole().bytes();
        byte[] wrongSumAfterPadding = TinyCifar10.gzip(Arrays.copyOf(padded, padded.length + 100_000));
        wrongSumAfterPadding[wrongSumAfterPadding.length - 8]++;
        byte[] badLabel = TinyCifar10.batch("test_batch.bin");
        badLabel[3073] = 77;
        List<String> names = TinyCifar10.NAMES;
        String entry = "FILE, entry cifar-10-batches-bin/";
        return Stream.of(
                archive("empty", new byte[0], "FILE: empty file" + GET_AGAIN),
                archive("text", "<html>404</html>".getBytes(UTF_8), "FILE: not a gzip file" + GET_AGAIN),
                archive(
                        "truncated",
                        Arrays.copyOf(whole, whole.length / 2),
                        "FILE: truncated after %,d bytes%s".formatted(whole.length / 2, GET_AGAIN)),
                archive("header alone", Arrays.copyOf(whole, 5), "FILE: truncated after 5 bytes" + GET_AGAIN),
                archive(
                        "checksum cut off",
                        Arrays.copyOf(whole, whole.length - 3),
                        "FILE: truncated after %,d bytes%s".formatted(whole.length - 3, GET_AGAIN)),
                archive(
                        "other compressed bytes",
                        damaged,
                        "FILE: the compressed data are damaged (invalid block type)" + GET_AGAIN),
                archive(
                        "other sum",
                        wrongSum,
                        "FILE: the compressed data are damaged (Corrupt GZIP trailer)" + GET_AGAIN),
                archive(
                        "other sum after padding",
                        wrongSumAfterPadding,
                        "FILE: the compressed data are damaged (Corrupt GZIP trailer)" + GET_AGAIN),
                archive(
                        "gzipped text",
                        TinyCifar10.gzip("no tar".repeat(1000).getBytes(UTF_8)),
                        "FILE: not a tar archive, or a damaged one (Corrupted TAR archive.)" + GET_AGAIN),
                archive(
                        "tar cut off in a batch",
                        TinyCifar10.gzip(Arrays.copyOf(Tar.whole().bytes(), 30_000)),
                        "FILE: not a tar archive, or a damaged one (Truncated TAR archive)" + GET_AGAIN),
                archive(
                        "no batch",
                        new Tar()
                                .file("cifar-10-batches-py/data_batch_1", new byte[9])
                                .gzipped(),
                        "FILE: no entry cifar-10-batches-bin/data_batch_1.bin; is this the binary version of"
                                + " CIFAR-10?"),
                archive(
                        "a batch is missing",
                        new Tar().batches(names.subList(0, 5)).gzipped(),
                        "FILE: no entry cifar-10-batches-bin/test_batch.bin; is this the binary version of"
                                + " CIFAR-10?"),
                archive(
                        "a batch twice",
                        new Tar().batches(names).batches(names.subList(1, 2)).gzipped(),
                        entry + "data_batch_2.bin: duplicate entry"),
                archive(
                        "a short batch",
                        new Tar()
                                .batches(names.subList(0, 5))
                                .file("cifar-10-batches-bin/test_batch.bin", new byte[3073])
                                .gzipped(),
                        entry
                                + "test_batch.bin: truncated: 3,073 bytes (1 whole records), expected 12,292 (4 records of"
                                + " 3,073)"),
                archive(
                        "an empty batch",
                        new Tar()
                                .file("cifar-10-batches-bin/test_batch.bin", new byte[0])
                                .gzipped(),
                        entry + "test_batch.bin: empty"),
                archive(
                        "a bad label",
                        new Tar()
                                .batches(names.subList(0, 5))
                                .file("cifar-10-batches-bin/test_batch.bin", badLabel)
                                .gzipped(),
                        entry + "test_batch.bin, record 2 (byte 3,074): label 77, expected 0 to 9"),
                path("../evil"),
                path("cifar-10-batches-bin/../../evil"),
                path("cifar-10-batches-bin/.."),
                path("/etc/passwd"),
                path("C:/evil"),
                path("C:\\evil"),
                path("..\\evil"),
                path("\\evil"),
                special("a symbolic link", TarConstants.LF_SYMLINK),
                special("a hard link", TarConstants.LF_LINK),
                special("a device", TarConstants.LF_CHR),
                special("a device", TarConstants.LF_BLK),
                special("a named pipe", TarConstants.LF_FIFO),
                special("of unknown type 90", 'Z'),
                tar(
                        "a batch that is a link",
                        t -> t.special("cifar-10-batches-bin/data_batch_1.bin", TarConstants.LF_SYMLINK),
                        entry + "data_batch_1.bin: the entry is a symbolic link"),
                tar(
                        "a file with holes",
                        t -> t.header("22 GNU.sparse.size=10\n").file("x", new byte[0]),
                        "FILE, entry x: the entry is a sparse file"),
                tar(
                        "a name that would be two lines",
                        t -> t.special("two\nlines\u001b[2J", TarConstants.LF_FIFO),
                        "FILE, entry two?lines?[2J: the entry is a named pipe"),
                tar(
                        "more than is sensible",
                        t -> t.file("zeros", new byte[2_000_000]),
                        "FILE: unpacks to more than 1,196,080 bytes"),
                tar(
                        "a header that is longer than is sensible",
                        t -> t.header("70000 comment=%s\n".formatted("x".repeat(69_985)))
                                .file("x", new byte[1]),
                        "FILE: an entry header is longer than 65,536 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badArchives")
    void refusesABadArchiveInOneLineThatSaysWhere(String what, byte[] bytes, String message) throws IOException {
        TinyCifar10.layOutArchive(directory, bytes);

        assertRefused(message.replace("FILE", TinyCifar10.archive(directory).toString()));
        try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
            assertThat(files).as("nothing is unpacked").containsExactly(TinyCifar10.archive(directory));
        }
    }

    @Test
    void everyDamagedArchiveIsReadOrRefusedInOneLine() throws IOException {
        byte[] whole = Tar.whole().bytes();
        Random random = new Random(7);
        for (int attempt = 0; attempt < 200; attempt++) {
            byte[] damaged = whole.clone();
            int entry = random.nextInt(7);
            int header = entry == 0 ? 0 : 512 + (entry - 1) * (512 + (TinyCifar10.BATCH_BYTES + 511) / 512 * 512);
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[header + random.nextInt(512)] = (byte) random.nextInt(256);
            }
            if (random.nextBoolean()) {
                correctSum(damaged, header);
            }
            TinyCifar10.layOutArchive(directory, TinyCifar10.gzip(damaged));
            try {
                assertThat(read().labels()).isEqualTo(TinyCifar10.labels());
            } catch (InputException e) {
                assertThat(e.getMessage()).doesNotContain("\n").startsWith(directory.toString());
            }
        }
    }

    private static void correctSum(byte[] tar, int header) {
        Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = header; i < header + 512; i++) {
            sum += tar[i] & 0xff;
        }
        System.arraycopy("%06o\0".formatted(sum).getBytes(UTF_8), 0, tar, header + 148, 7);
    }

    @Test
    void theStandInHasTheShapeOfTheRealDataAndTheSameBytesEveryTime() {
        Contents contents = new Cifar10Data().synthetic();
        Images images = (Images) contents.examples();

        assertThat(images.size()).isEqualTo(60_000);
        assertThat(images.trainExamples()).isEqualTo(50_000);
        assertThat(images.classCounts()).containsOnly(6000);
        assertThat(Arrays.stream(images.labels(), 50_000, 60_000)
                        .filter(label -> label == 3)
                        .count())
                .isEqualTo(1000);
        assertThat(contents.official()).isFalse();
        assertThat(contents.sha256()).isEqualTo("387f4eec4d5c31a253b19e208b7b0c138c65c23350e3c7e7b352a4b258f4fc0c");
    }

    @Test
    void aStandInOfFewerPicturesIsAsBalancedAndInMixedOrder() {
        Images images = (Images) new Cifar10Data(20, new Cifar10Data().files().get(0))
                .synthetic()
                .examples();

        assertThat(images.classCounts()).containsOnly(12);
        assertThat(Arrays.stream(images.labels(), 0, 10).distinct().count()).isBetween(3L, 9L);
    }

    private Images read() {
        return (Images) TinyCifar10.source(OTHER).read(directory).examples();
    }

    private Provenance provenance(String publishersChecksum) {
        return new DataLibrary(directory, new Downloader(Duration.ofSeconds(1)))
                .verify(TinyCifar10.source(publishersChecksum));
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessage(message);
    }
}
