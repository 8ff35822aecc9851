/** Demonstrations: what {@code lab run} prints without training anything. */
package org.dropoutlab.study.demonstration;
