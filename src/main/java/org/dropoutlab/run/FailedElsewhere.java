package org.dropoutlab.run;

/** A trial failed in another process, which has already printed the details. */
final class FailedElsewhere extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    FailedElsewhere(String message) {
        super(message);
    }
}
