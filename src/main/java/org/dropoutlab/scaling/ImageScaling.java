package org.dropoutlab.scaling;

import org.dropoutlab.data.Images;
import org.dropoutlab.network.Presentation;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The scaling of images: each byte v of a channel becomes (v − mean)/deviation, or 0 where the deviation is 0.
 *
 * @param shape shape of an image
 * @param presentation form of the inputs, feature maps or vectors
 * @param means means of the channels
 * @param deviations standard deviations of the channels
 */
public record ImageScaling(Images.Shape shape, Presentation presentation, double[] means, double[] deviations)
        implements Scaling {

    /** A normalizer with a mean and a deviation for each channel of feature maps, or each pixel of a vector. */
    @Override
    public NormalizerStandardize normalizer() {
        int copies = presentation == Presentation.STANDARDIZED ? 1 : shape.height() * shape.width();
        float[] allMeans = new float[means.length * copies];
        float[] allDeviations = new float[means.length * copies];
        for (int i = 0; i < allMeans.length; i++) {
            allMeans[i] = (float) means[i / copies];
            allDeviations[i] = deviations[i / copies] == 0 ? 1 : (float) deviations[i / copies];
        }
        return new NormalizerStandardize(Nd4j.createFromArray(allMeans), Nd4j.createFromArray(allDeviations));
    }
}
