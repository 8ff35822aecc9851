/**
 * The catalogue: each published experiment as one readable class. Imports the plain values alone.
 */
package org.dropoutlab.study;
