package org.dropoutlab.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The running build of this program.
 *
 * @param version of dropout-lab
 * @param commit its Git commit; {@code unknown} outside a Git checkout
 * @param modified whether files differed from the commit
 * @param dl4j version of Deeplearning4j, ND4J and DataVec
 */
public record Software(String version, String commit, boolean modified, String dl4j) {

    /** This build. */
    public static Software current() {
        Properties build = new Properties();
        try (InputStream in = Software.class.getResourceAsStream("build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String commit = build.getProperty("commit");
        boolean known = commit.matches("[0-9a-f]+");
        return new Software(
                build.getProperty("version"),
                known ? commit : "unknown",
                known && Boolean.parseBoolean(build.getProperty("modified")),
                build.getProperty("dl4j"));
    }
}
