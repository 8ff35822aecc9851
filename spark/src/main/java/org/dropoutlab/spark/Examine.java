package org.dropoutlab.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.bytedeco.javacpp.Pointer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.record.Machine;
import org.dropoutlab.run.ExaminedExecutor;
import org.dropoutlab.run.SampleTrial;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** A task: runs sample trials if none has run in this executor yet, and returns what came of them in {@link Messages}' format. */
final class Examine extends AbstractFunction1<Iterator<Integer>, byte[]> implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Tasks on the executor's other cores wait for the first one, and find that it is done. */
    private static boolean isDone;

    private final byte[] trials;

    /** @param trials in {@link Messages}' format */
    Examine(byte[] trials) {
        this.trials = trials;
    }

    @Override
    public byte[] apply(Iterator<Integer> number) {
        synchronized (Examine.class) {
            if (isDone) {
                return new byte[0];
            }
            isDone = true;
            return Messages.bytes(executor());
        }
    }

    private ExaminedExecutor executor() {
        SparkEnv here = SparkEnv.get();
        String host = here.blockManager().blockManagerId().host();
        try {
            Locale.setDefault(Locale.ROOT);
            Backend.start();
            return new ExaminedExecutor(
                    here.executorId(),
                    host,
                    1,
                    Runtime.getRuntime().maxMemory(),
                    Pointer.maxBytes(),
                    Machine.kind(),
                    Stream.of(Messages.read(trials, SampleTrial[].class))
                            .map(SampleTrial::run)
                            .toList(),
                    "");
        } catch (RuntimeException | LinkageError e) {
            return new ExaminedExecutor(here.executorId(), host, 1, 0, 0, "", List.of(), "failed: " + e);
        }
    }
}
