/**
 * Regularizers as Deeplearning4j objects. Everything that is or becomes such an object lives here and in the sub-rooms.
 */
package org.dropoutlab.dl4j;
