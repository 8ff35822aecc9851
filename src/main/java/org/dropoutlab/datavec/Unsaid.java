package org.dropoutlab.datavec;

/** What DataVec cannot express; the message is one sentence. */
final class Unsaid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unsaid(String message) {
        super(message);
    }
}
