package org.dropoutlab.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.dropoutlab.backend.Backend;
import org.dropoutlab.measurement.Inspection.MapCorrelation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class MapCorrelationsTest {
    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** Every unit of a map is its example's number: neighbours are equal, and the second map is the first, mirrored. */
    @Test
    void mapsOfOneNumberEachAreFullyCorrelated() {
        INDArray number = Nd4j.arange(1, 9).reshape(8, 1, 1, 1).castTo(DataType.FLOAT);
        INDArray map = Nd4j.tile(number, 1, 1, 3, 4);

        MapCorrelation correlation = of(Nd4j.concat(1, map, map.neg()));

        assertThat(correlation)
                .isEqualTo(new MapCorrelation(2, 3, 4, correlation.neighbours(), correlation.acrossMaps()));
        assertThat(correlation.neighbours()).isCloseTo(1, within(1e-12));
        assertThat(correlation.acrossMaps()).as("of the opposite sign").isCloseTo(1, within(1e-12));
    }

    /** Of n independent pairs a correlation has standard deviation 1/√n: here 40,000 and more pairs, and 5 of those. */
    @Test
    void independentUnitsAreNot() {
        Nd4j.getRandom().setSeed(9);

        MapCorrelation correlation = of(Nd4j.randn(400, 2, 10, 10));

        assertThat(correlation.neighbours()).isCloseTo(0, within(5 / Math.sqrt(40_000)));
        assertThat(correlation.acrossMaps()).isCloseTo(0, within(5 / Math.sqrt(40_000)));
    }

    /** Each unit is the mean of two independent ones, and shares one of them with its right neighbour: correlation ½. */
    @Test
    void unitsThatShareHalfOfWhatTheyAreMadeOfAreHalfCorrelated() {
        Nd4j.getRandom().setSeed(10);
        INDArray noise = Nd4j.randn(1000, 1, 1, 41);
        INDArray left =
                noise.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 40));
        INDArray right =
                noise.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(1, 41));

        assertThat(of(left.add(right)).neighbours()).isCloseTo(0.5, within(5 / Math.sqrt(39_000)));
    }

    @Test
    void mapsThatNeverChangeAreLeftOut() {
        Nd4j.getRandom().setSeed(11);
        INDArray map = Nd4j.tile(Nd4j.randn(50, 1, 1, 1), 1, 1, 2, 2);

        assertThat(of(Nd4j.concat(1, map, Nd4j.zeros(50, 1, 2, 2))).neighbours())
                .isCloseTo(1, within(1e-6));
    }

    private static MapCorrelation of(INDArray activations) {
        MapCorrelations correlations = new MapCorrelations(activations);
        correlations.add(activations);
        return correlations.result();
    }
}
