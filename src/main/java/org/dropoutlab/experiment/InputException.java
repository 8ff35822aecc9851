package org.dropoutlab.experiment;

/**
 * Unusable input from the user. The message is one line that says what is wrong, where, and what to do, or such a line
 * with a list below it, each line indented by two spaces; the command line prints it unchanged and exits with status 2.
 */
public class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line
     */
    public InputException(String message) {
        super(message);
    }

    /**
     * @param message one line
     * @param cause kept for debugging, not shown
     */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
