/**
 * The catalogue: each published experiment as one readable class. Imports the plain values and, for their names,
 * the demonstrations. Arms that are typed are read here, too.
 */
package org.dropoutlab.study;
