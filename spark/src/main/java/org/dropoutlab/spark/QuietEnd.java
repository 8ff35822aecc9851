package org.dropoutlab.spark;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import org.apache.spark.util.ShutdownHookManager;
import scala.runtime.AbstractFunction0;
import scala.runtime.BoxedUnit;

/**
 * Silences a process that ends during a run, as after Ctrl-C: Spark's threads then fail in many ways, and Scala prints stack
 * traces of them. Begins before Spark stops.
 */
final class QuietEnd implements AutoCloseable {
    private static final int BEFORE_SPARK = ShutdownHookManager.SPARK_CONTEXT_SHUTDOWN_PRIORITY() + 1;

    private final Object hook = ShutdownHookManager.addShutdownHook(BEFORE_SPARK, new Silence());

    private static final class Silence extends AbstractFunction0<BoxedUnit> implements Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public BoxedUnit apply() {
            System.setErr(new PrintStream(OutputStream.nullOutputStream()));
            return BoxedUnit.UNIT;
        }
    }

    /** The run has ended. */
    @Override
    public void close() {
        ShutdownHookManager.removeShutdownHook(hook);
    }
}
