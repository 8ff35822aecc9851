package org.dropoutlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.apache.spark.SparkException;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.training.TrialObserver;
import org.junit.jupiter.api.Test;

/** Spark's messages, as of version 4.2. */
class FailureTest {
    private static final Address ADDRESS = new Address("local-cluster[2,1,1024]", OptionalInt.empty());

    @Test
    void theMostRecentFailureInOneLine() {
        RuntimeException words =
                words("Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times, most recent"
                        + " failure: Lost task 0.3 in stage 0.0 (TID 3) (localhost executor 1): java.lang.IllegalStateException:"
                        + " the data that arrived differ\n\tat org.dropoutlab.spark.Delivery.unpack(Delivery.java:83)\n\nDriver"
                        + " stacktrace:");

        assertThat(words)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Spark gave up: java.lang.IllegalStateException: the data that arrived differ")
                .hasNoCause();
    }

    @Test
    void tooLittleMemory() {
        assertThat(words(
                        "Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times, most recent failure: Lost"
                                + " task 0.3 in stage 0.0 (TID 3) (localhost executor 1): java.lang.OutOfMemoryError: Java heap"
                                + " space\n\tat java.base/java.util.Arrays.copyOf(Arrays.java:3537)"))
                .isInstanceOf(InputException.class)
                .hasMessage("executors ran out of memory several times in a row; give them more, as with --master"
                        + " local-cluster[2,1,2048]");
    }

    @Test
    void aMessageOfOneLine() {
        assertThat(words("Job 1 cancelled because SparkContext was shut down"))
                .hasMessage("Spark gave up: Job 1 cancelled because SparkContext was shut down");
    }

    private static RuntimeException words(String message) {
        return Failure.of(new SparkException(message), new Executors(TrialObserver.none(), news -> {}), ADDRESS);
    }
}
