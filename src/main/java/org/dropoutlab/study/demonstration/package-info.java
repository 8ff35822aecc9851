/** Demonstrations: output of {@code lab run} without training. */
package org.dropoutlab.study.demonstration;
