package org.dropoutlab.study.demonstration;

import java.io.PrintWriter;

/**
 * Something that {@code lab run} prints at once. Loading one loads nothing of Deeplearning4j.
 *
 * @param name as typed on the command line
 * @param question what it answers, as a sentence
 * @param display prints it
 */
public record Demonstration(String name, String question, Display display) {

    /** Prints a demonstration. */
    public interface Display {
        /**
         * Computes and prints everything.
         *
         * @param out where to
         * @param seed from which its random numbers derive
         */
        void show(PrintWriter out, long seed);
    }
}
