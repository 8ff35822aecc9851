/** Arrays outside the Java heap, and the random numbers of ND4J's native operations. */
package org.dropoutlab.natives;
