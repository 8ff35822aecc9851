package org.dropoutlab.spark;

import org.dropoutlab.experiment.InputException;

/** What to say when Spark gives up. */
final class Failure {
    private Failure() {}

    static RuntimeException of(Throwable why, Executors executors, Address address) {
        String loss = executors.lastLoss();
        if (Loss.isOutOfMemory(loss)) {
            return new InputException(
                    "executors ran out of memory several times in a row; give them more, as with --master local-cluster[2,1,4096] or spark.executor.memory", why);
        }
        return new IllegalStateException("Spark gave up: " + (loss.isEmpty() ? why.getMessage() : Loss.words(loss)), why);
    }
}
