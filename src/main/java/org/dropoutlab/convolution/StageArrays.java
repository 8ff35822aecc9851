package org.dropoutlab.convolution;

import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.dropoutlab.natives.NativeNumbers;

/**
 * A stage's arrays, for as many examples as a mini-batch can have; those of the convolution itself, by far the largest, only
 * for a sub-batch.
 */
final class StageArrays implements AutoCloseable {
    private final int sizeBelow;
    private final int size;
    private final int winnersPerExample;
    private final NativeNumbers maps;
    private final NativeNumbers errors;
    private final Optional<StageArrays> stageBelow;
    private final NativeNumbers convolved;
    private final NativeNumbers convolvedErrors;
    private final BytePointer winners;

    /**
     * @param sizeBelow numbers of an example in the maps below, padding included
     * @param size numbers of an example in the stage's maps
     * @param scratch numbers of a sub-batch in the convolution's maps; 0 without pooling
     * @param winnersPerExample bytes of an example in which pooling remembers where it found the maxima
     * @param capacity maximum number of examples
     */
    StageArrays(
            int sizeBelow,
            int size,
            int scratch,
            int winnersPerExample,
            int capacity,
            Optional<StageArrays> stageBelow) {
        this.sizeBelow = sizeBelow;
        this.size = size;
        this.winnersPerExample = winnersPerExample;
        this.stageBelow = stageBelow;
        this.maps = NativeNumbers.allocate((long) capacity * size);
        this.errors = NativeNumbers.allocate((long) capacity * size);
        this.convolved = NativeNumbers.allocate(Math.max(1, scratch));
        this.convolvedErrors = NativeNumbers.allocate(Math.max(1, scratch));
        this.winners = new BytePointer(Math.max(1, (long) capacity * winnersPerExample));
    }

    /** The stage's maps, [example, channel, row, column] in a {@link Layout}. */
    NativeNumbers maps() {
        return maps;
    }

    /** The derivatives with respect to them, in the same layout. */
    NativeNumbers errors() {
        return errors;
    }

    NativeNumbers convolved() {
        return convolved;
    }

    NativeNumbers convolvedErrors() {
        return convolvedErrors;
    }

    FloatPointer inputsAt(NativeNumbers inputs, int example) {
        return inputs.address().getPointer((long) example * sizeBelow);
    }

    FloatPointer mapsAt(int example) {
        return maps.address().getPointer((long) example * size);
    }

    FloatPointer errorsAt(int example) {
        return errors.address().getPointer((long) example * size);
    }

    FloatPointer errorsBelowAt(int example) {
        return stageBelow.orElseThrow().errorsAt(example);
    }

    BytePointer winnersAt(int example) {
        return winners.getPointer((long) example * winnersPerExample);
    }

    /** Frees them. */
    @Override
    public void close() {
        maps.close();
        errors.close();
        convolved.close();
        convolvedErrors.close();
        winners.close();
    }
}
