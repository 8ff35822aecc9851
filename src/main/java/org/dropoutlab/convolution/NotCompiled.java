package org.dropoutlab.convolution;

/** oneDNN has no compiled code for an operation on this processor, only a slow reference. */
final class NotCompiled extends Exception {
    private static final long serialVersionUID = 1L;

    NotCompiled(String message) {
        super(message);
    }

    NotCompiled(RuntimeException cause) {
        super(cause.getMessage(), cause);
    }
}
