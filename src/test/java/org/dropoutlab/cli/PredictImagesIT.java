package org.dropoutlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.image.ImageFolder;
import org.dropoutlab.data.image.PictureFolders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/** Predictions of a saved model for images. */
class PredictImagesIT {
    @TempDir
    private Path directory;

    private static Outcome lab(Object... arguments) {
        return Outcome.of(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }

    /** The oracle is plain Deeplearning4j with the normalizer in the file; probabilities are printed with six decimals. */
    @Test
    void probabilitiesAreThoseOfTheSavedNetwork() throws IOException {
        Path pictures = PictureFolders.layOut(directory.resolve("pictures"), 2, 8);
        Path run = directory.resolve("run");
        Outcome trained = lab(
                "compare",
                "--images",
                pictures,
                "--arms",
                "plain",
                "--epochs",
                2,
                "--folds",
                2,
                "--repeats",
                1,
                "--no-progress",
                "--out",
                run);
        assertThat(trained.status()).as(trained.err()).isZero();
        Path model = run.resolve("models/plain.zip");
        Files.writeString(pictures.resolve("b/zz.jpg"), "not an image");

        Outcome refused = lab("predict", model, "--images", pictures, "--samples", 0);
        Outcome predicted = lab("predict", model, "--images", pictures, "--samples", 0, "--skip-bad-rows");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("zz.jpg", "not an image but text");
        assertThat(predicted.status()).as(predicted.err()).isZero();
        Files.delete(pictures.resolve("b/zz.jpg"));
        Images images = ImageFolder.read(pictures, Optional.empty()).images();
        INDArray output = output(model, images);
        List<String> lines = predicted.out().lines().toList();
        assertThat(lines).hasSize(images.size());
        for (int i = 0; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            assertThat(cells[0]).startsWith(images.classes().get(images.labels()[i]) + "/");
            for (int label = 0; label < 2; label++) {
                assertThat(Double.parseDouble(cells[2 + label]))
                        .as(lines.get(i))
                        .isCloseTo(output.getDouble(i, label), within(2e-6));
            }
        }
    }

    private static INDArray output(Path model, Images images) throws IOException {
        float[] numbers = new float[images.size() * images.shape().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Byte.toUnsignedInt(images.pixels()[i / images.shape().size()][
                    i % images.shape().size()]);
        }
        INDArray inputs = Nd4j.createFromArray(numbers)
                .reshape(
                        images.size(),
                        images.shape().channels(),
                        images.shape().height(),
                        images.shape().width());
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(model.toFile());
        NormalizerStandardize normalizer = ModelSerializer.restoreNormalizerFromFile(model.toFile());
        normalizer.transform(inputs);
        return network.output(inputs);
    }

    @Test
    void aModelOfATableDoesNotTakeImages() throws IOException {
        Path pictures = PictureFolders.layOut(directory.resolve("pictures"), 2, 8);
        Path table = directory.resolve("t.csv");
        Files.writeString(table, "a,b,y\n" + "1.5,2.5,u\n2.25,1.5,v\n3.5,0.5,u\n0.5,4.5,v\n".repeat(5));
        Path run = directory.resolve("run");
        lab(
                "compare",
                "--csv",
                table,
                "--label",
                "y",
                "--arms",
                "plain",
                "--epochs",
                1,
                "--folds",
                2,
                "--repeats",
                1,
                "--no-progress",
                "--out",
                run);

        Outcome refused = lab("predict", run.resolve("models/plain.zip"), "--images", pictures);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("does not classify images");
    }
}
