/**
 * Where regularizers become Deeplearning4j objects. Everything that is or becomes one lives in this room and the
 * rooms below it.
 */
package org.dropoutlab.dl4j;
