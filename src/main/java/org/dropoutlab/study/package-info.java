/**
 * The catalogue: each published experiment as one readable class. Imports the plain values and, for their names,
 * the demonstrations.
 */
package org.dropoutlab.study;
