/** Arrays outside the Java heap, their random numbers, and memory that is reused from step to step. */
package org.dropoutlab.natives;
