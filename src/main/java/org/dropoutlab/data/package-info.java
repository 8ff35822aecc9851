/** Examples in memory, tables, images and sequences, whatever their source. Imports experiment. */
package org.dropoutlab.data;
