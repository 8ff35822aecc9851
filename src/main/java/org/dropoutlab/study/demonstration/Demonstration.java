package org.dropoutlab.study.demonstration;

import java.io.PrintWriter;

/**
 * Output of {@code lab run} without training. Loading one does not load Deeplearning4j.
 *
 * @param name its name on the command line
 * @param question its question, as a sentence
 * @param display prints it
 */
public record Demonstration(String name, String question, Display display) {

    /** Prints a demonstration. */
    public interface Display {
        /**
         * Computes and prints everything.
         *
         * @param out receives the output
         * @param seed from which its random numbers derive
         */
        void show(PrintWriter out, long seed);
    }
}
